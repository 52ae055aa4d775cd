using DataAgent.Users;

namespace DataAgent.Web.SignIn;

/// <summary>Why somebody stands at the sign-in page again. The words travel in its address, so they say nothing about an account.</summary>
internal static class SignInProblem
{
    public const string Link = "link", Ended = "ended", Provider = "provider", Unverified = "unverified", Stranger = "stranger",
        Disabled = "disabled", Domain = "domain", Taken = "taken", Other = "other", Busy = "busy", Stale = "stale", Passkey = "passkey";

    /// <param name="provider">Its name for people.</param>
    public static (string Heading, string Advice)? Words(string? problem, string provider) => problem switch
    {
        Link => ("This link is not valid any more", "Sign in with your password, or ask for a new link."),
        Ended => ("You were signed out", "Your sign-ins were ended, or your account has changed. Sign in again."),
        Provider => ($"{Begin(provider)} did not sign you in", "Nothing was changed. Try again; if it happens twice, tell whoever runs this server: its log says why."),
        Unverified => ($"{Begin(provider)} does not vouch for your e-mail address",
            $"Confirm the address there and try again. If you have an account here, sign in another way and link it with {provider} on your account page."),
        Stranger => ("There is no account for you yet", "Ask whoever runs this server to add you with the e-mail address you have at " + provider + "."),
        Disabled => ("Your account is closed", "Ask whoever runs this server to open it again."),
        Domain => ("This address is not let in", $"Only addresses of certain domains may sign in with {provider}. Use the account of your organisation."),
        Taken => ("This sign-in is linked already", "It belongs to another account here. Remove it there first."),
        Other => ("Your account is linked with somebody else", $"It signs in with another account at {provider}. Use that one, or sign in another way and remove it on your account page."),
        Busy => ("Too many attempts", "Wait a minute, then try again."),
        Stale => ("This page was out of date", "Nothing was done with what you typed. Try again."),
        Passkey => ("This passkey did not sign you in", "It is not known here any more, or it took longer than five minutes. Try again, or sign in another way."),
        _ => null,
    };

    public static string Of(ExternalRefusal refusal) => refusal.ToString().ToLowerInvariant();

    public static string Name(SignInOptions options, string? provider) =>
        provider is not null && options.Providers.TryGetValue(provider, out var found) ? found.DisplayName ?? provider : "the provider";

    private static string Begin(string provider) => provider.Length == 0 ? "" : char.ToUpperInvariant(provider[0]) + provider[1..];
}
