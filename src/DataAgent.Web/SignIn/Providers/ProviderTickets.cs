using System.Security.Claims;
using DataAgent.Projects.Members;
using DataAgent.Users;
using DataAgent.Web.Account;
using DataAgent.Web.Projects;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.WebUtilities;

namespace DataAgent.Web.SignIn;

/// <summary>From what a provider says, checked by its handler, to our own sign-in. Of the provider's ticket nothing is kept.</summary>
internal static partial class ProviderTickets
{
    public const string EmailVerified = "email_verified";

    /// <summary>Among the properties of a challenge, which are sealed: the account that asked to be linked.</summary>
    public const string LinkTo = "link_to";

    /// <summary>Also there: the token of the invitation that the person wants to accept.</summary>
    public const string Invitation = "invitation";

    public static async Task ReceiveAsync(TicketReceivedContext context)
    {
        var (http, provider) = (context.HttpContext, ProviderSchemes.NameOf(context.Scheme.Name));
        context.HandleResponse();
        if (Read(provider, context.Principal) is not { } who)
            http.Response.Redirect(ReturnPath.SignIn(problem: SignInProblem.Provider, provider: provider));
        else if (context.Properties?.Items.TryGetValue(LinkTo, out var account) == true)
            await LinkAsync(http, who, account);
        else if (context.Properties?.Items.TryGetValue(Invitation, out var token) == true && token is not null)
            await AcceptAsync(http, who, token);
        else
            await EnterAsync(http, who, context.ReturnUri);
    }

    public static Task FailAsync(RemoteFailureContext context)
    {
        var provider = ProviderSchemes.NameOf(context.Scheme.Name);
        LogFailure(context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProviderTickets)), provider, context.Failure);
        context.HandleResponse();
        context.Response.Redirect(ReturnPath.SignIn(problem: SignInProblem.Provider, provider: provider));
        return Task.CompletedTask;
    }

    private static async Task EnterAsync(HttpContext http, ProviderPerson who, string? returnUrl)
    {
        switch (await http.RequestServices.GetRequiredService<ExternalSignIn>().EnterAsync(who, null, http.RequestAborted))
        {
            case ExternalOutcome.Entered { User: var user }:
                await Tickets.SignInAsync(http, user);
                http.Response.Redirect(ReturnPath.Safe(returnUrl));
                break;
            case ExternalOutcome.Refused { Reason: var reason }:
                http.Response.Redirect(ReturnPath.SignIn(problem: SignInProblem.Of(reason), provider: who.Provider));
                break;
        }
    }

    /// <summary>Signs in as whoever the provider vouches for. The invitation counts for its own address alone; its page tells anybody else.</summary>
    private static async Task AcceptAsync(HttpContext http, ProviderPerson who, string token)
    {
        var invitations = http.RequestServices.GetRequiredService<Invitations>();
        var invited = await invitations.LookAsync(token, http.RequestAborted) is InvitationLook.Open { Offer: var offer } ? offer.Email : null;
        switch (await http.RequestServices.GetRequiredService<ExternalSignIn>().EnterAsync(who, invited, http.RequestAborted))
        {
            case ExternalOutcome.Entered { User: var user }:
                await Tickets.SignInAsync(http, user);
                var isTheirs = who.IsVerified && who.Email is not null && UserDirectory.Normalize(who.Email) == invited;
                http.Response.Redirect(isTheirs && await invitations.AcceptAsync(token, user.Id, http.RequestAborted) is AcceptanceResult.Joined joined
                    ? ProjectPath.Chat(joined.Slug)
                    : InvitationPage.PathOf(token));
                break;
            case ExternalOutcome.Refused { Reason: var reason }:
                http.Response.Redirect(QueryHelpers.AddQueryString(
                    InvitationPage.PathOf(token), new Dictionary<string, string?> { ["problem"] = SignInProblem.Of(reason), ["provider"] = who.Provider }));
                break;
        }
    }

    /// <summary>Only for the person who asked for it and still sits there.</summary>
    private static async Task LinkAsync(HttpContext http, ProviderPerson who, string? account)
    {
        var here = await http.AuthenticateAsync();
        if (here.Principal?.GetUserId() is not { } userId || userId == Guid.Empty || userId.ToString() != account)
        {
            http.Response.Redirect(ReturnPath.SignIn(AccountPage.Path, SignInProblem.Ended));
            return;
        }

        var refusal = await http.RequestServices.GetRequiredService<ExternalSignIn>().LinkAsync(userId, who, http.RequestAborted);
        http.Response.Redirect(refusal is { } reason
            ? QueryHelpers.AddQueryString(AccountPage.Path, new Dictionary<string, string?> { ["problem"] = SignInProblem.Of(reason), ["provider"] = who.Provider })
            : AccountPage.Path);
    }

    /// <summary>The token and the user-info endpoint may both speak of the address: it counts as verified when neither disagrees.</summary>
    private static ProviderPerson? Read(string provider, ClaimsPrincipal? ticket)
    {
        if (ticket?.FindFirstValue("sub") is not { Length: > 0 } subject)
            return null;
        var emails = ticket.FindAll("email").Select(claim => claim.Value).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var verdicts = ticket.FindAll(EmailVerified).Select(claim => bool.TryParse(claim.Value, out var yes) && yes).ToList();
        var isVerified = emails.Count == 1 && verdicts.Count > 0 && verdicts.TrueForAll(yes => yes);
        return new ProviderPerson(provider, subject, emails.FirstOrDefault(), isVerified, ticket.FindFirstValue("name"));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in with the provider {Provider} failed.")]
    private static partial void LogFailure(ILogger logger, string provider, Exception? e);
}
