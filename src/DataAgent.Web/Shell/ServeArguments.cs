namespace DataAgent.Web.Shell;

/// <summary>What may stand behind <c>dataagent serve</c>, besides settings.</summary>
internal static class ServeArguments
{
    public const string Help = """
        Start the web server: dataagent serve [--urls <address>] [--<setting>=<value> ...]

          --urls <address>    Where it listens; http://127.0.0.1:8080 if not given.
          --help              Show this.

        Settings are in docs/configuration.md, such as --Agent:MaxSteps=8. Secrets belong into environment variables.
        """;

    public static bool AskForHelp(string[] args) => args.Any(arg => arg is "--help" or "-h" or "-?");
}
