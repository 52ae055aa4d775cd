using System.CommandLine;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

/// <summary>Where the web host is, for links: what was typed, else the setting, else where it listens when nothing is set.</summary>
internal static class SiteAddress
{
    private const string Default = "http://127.0.0.1:8080";

    public static Option<string?> Option() => new("--url") { Description = $"Where the web host is; by default SignIn:PublicUrl, else {Default}.", HelpName = "url" };

    public static string Get(CliRun run, Option<string?> option) => (run.Find(option) ?? run.Get<SignInOptions>().PublicUrl ?? Default).TrimEnd('/');
}
