using System.Globalization;
using DataAgent.Queries;
using DataAgent.Users;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Account;

/// <summary>A person's own passkeys. What a device answers comes in the form, filled in by a script.</summary>
public sealed partial class PasskeySection(IServiceProvider services, Passkeys passkeys, SignInOptions options, TimeProvider clock)
{
    private IReadOnlyList<PasskeyLine> _passkeys = [];
    private PasskeySite _site = null!;
    private bool _isFresh;
    private string? _problem;
    private Guid? _renamed;
    private string? _renameProblem;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;
    [SupplyParameterFromForm(FormName = "passkey")] private string? PasskeyName { get; set; }
    [SupplyParameterFromForm(FormName = "passkey")] private string? Answer { get; set; }

    /// <summary>Of whichever form of the list was sent.</summary>
    [SupplyParameterFromForm] private string? NewName { get; set; }

    private Guid UserId => Http.User.GetUserId();

    protected override async Task OnInitializedAsync()
    {
        _site = PasskeySite.Of(options, Http.Request);
        _isFresh = Tickets.IsFresh(Http.User, clock.GetUtcNow());
        await ListAsync();
    }

    private async Task AddAsync()
    {
        var ceremonies = services.GetRequiredService<PasskeyCeremonies>();
        _problem = ProblemOf(await ceremonies.FinishAddAsync(Http, UserId, PasskeyName ?? "", Answer ?? ""));
        await ListAsync();
    }

    private async Task RenameAsync(Guid id)
    {
        _renameProblem = ProblemOf(await passkeys.RenameAsync(UserId, id, NewName ?? "", QueryDoor.Page, Http.RequestAborted));
        _renamed = _renameProblem is null ? null : id;
        await ListAsync();
    }

    private async Task RemoveAsync(Guid id)
    {
        await passkeys.RemoveAsync(UserId, id, QueryDoor.Page, Http.RequestAborted);
        await ListAsync();
    }

    private async Task ListAsync() => _passkeys = await passkeys.ListAsync(UserId, Http.RequestAborted);

    private static string? ProblemOf(PasskeyOutcome outcome) => outcome switch
    {
        PasskeyOutcome.Invalid { Errors: [var error, ..] } => error.Message,
        PasskeyOutcome.Refused { Message: var message } => message,
        _ => null,
    };

    private static RenderFragment Day(DateTimeOffset time) => builder =>
    {
        builder.OpenElement(0, "local-time");
        builder.AddAttribute(1, "at", time.ToString("O"));
        builder.AddContent(2, time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        builder.CloseElement();
    };
}
