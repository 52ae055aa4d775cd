using DataAgent.Projects;
using DataAgent.Projects.Members;
using DataAgent.Users;
using DataAgent.Web.Projects;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace DataAgent.Web.SignIn;

/// <summary>Where the link of an invitation leads. Looking accepts nothing, for mail scanners look too.</summary>
public sealed partial class InvitationPage(Invitations invitations, UserDirectory users, SignInOptions options, NavigationManager navigation)
{
    public const string Path = "/invitation";

    private InvitationOffer? _offer;
    private InvitationVoid? _void;
    private User? _here;
    private IReadOnlyList<FieldError> _errors = [];
    private (string Heading, string Advice)? _words;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery] private string? Token { get; set; }

    /// <summary>Why a provider's sign-in was not accepted, a word of <see cref="SignInProblem"/>.</summary>
    [SupplyParameterFromQuery(Name = "problem")] private string? Refusal { get; set; }

    [SupplyParameterFromQuery] private string? Provider { get; set; }
    [SupplyParameterFromForm(FormName = "join")] private string? PersonName { get; set; }
    [SupplyParameterFromForm(FormName = "join")] private string? NewPassword { get; set; }
    [SupplyParameterFromForm(FormName = "join")] private string? Repeated { get; set; }

    private SignInOptions Options => options;

    private string Here => PathOf(Token ?? "");

    public static string PathOf(string token) => QueryHelpers.AddQueryString(Path, "token", token);

    protected override async Task OnInitializedAsync()
    {
        Http.Response.Headers.CacheControl = "no-store";
        if (Http.User.GetUserId() is var id && id != Guid.Empty)
            _here = await users.FindByIdAsync(id, Http.RequestAborted);
        _words = SignInProblem.Words(Refusal, SignInProblem.Name(options, Provider));
        await LookAsync();
    }

    private async Task LookAsync()
    {
        var look = await invitations.LookAsync(Token ?? "", Http.RequestAborted);
        (_offer, _void) = ((look as InvitationLook.Open)?.Offer, (look as InvitationLook.Void)?.Reason);
    }

    private async Task AcceptAsync()
    {
        if (_here is not null)
            await TellAsync(await invitations.AcceptAsync(Token ?? "", _here.Id, Http.RequestAborted));
    }

    private async Task JoinAsync()
    {
        if (NewPassword != Repeated)
            _errors = [new("password", "The two passwords are not the same. Type them again.")];
        else
            await TellAsync(await invitations.AcceptAsNewAsync(Token ?? "", PersonName ?? "", NewPassword ?? "", Http.RequestAborted));
    }

    private async Task TellAsync(AcceptanceResult result)
    {
        switch (result)
        {
            case AcceptanceResult.Joined joined:
                if (_here is null)
                    await Tickets.SignInAsync(Http, joined.User);
                navigation.NavigateTo(ProjectPath.Chat(joined.Slug));
                break;
            case AcceptanceResult.Invalid invalid:
                _errors = invalid.Errors;
                break;
            default:
                // Whatever is the matter, the link says it to whoever looks again.
                await LookAsync();
                break;
        }
    }

    private string? Problem(string field) => _errors.FirstOrDefault(error => error.Field == field)?.Message;
}
