using DataAgent.Configuration;

namespace DataAgent.Web.Shell;

/// <summary>What may stand behind <c>dataagent serve</c>: settings, by the names of docs/configuration.md. The framework ignores every other word.</summary>
internal static class ServeArguments
{
    public const string Help = """
        Start the web server: dataagent serve [--urls <address>] [--<setting>=<value> ...]

          --urls <address>    Where it listens; http://127.0.0.1:8080 if not given.
          --help              Show this.

        Settings are in docs/configuration.md, such as --Agent:MaxSteps=8. Secrets belong into environment variables.
        """;

    public static bool AskForHelp(string[] args) => args.Any(arg => arg is "--help" or "-h" or "-?");

    /// <returns>One sentence on the first word that nothing would read; null: all is well.</returns>
    public static string? Problem(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                return $"\"{args[i]}\" is not understood. Settings are written --<setting>=<value>; see dataagent serve --help.";
            var (name, value) = args[i][2..].Split('=', 2) is [var left, var right] ? (left, right) : (args[i][2..], null);
            if (SettingList.Find(name) is null)
                return $"There is no setting \"{name}\".{SettingList.Hint(name)} See docs/configuration.md; the address to listen on is --urls.";
            if (value is null && ++i >= args.Length)
                return $"The setting \"{name}\" has no value. Write --{name}=<value>.";
        }

        return null;
    }
}
