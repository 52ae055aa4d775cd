namespace DataAgent.Configuration;

/// <summary>Settings as words of a command line: <c>--name=value</c> or <c>--name value</c>. The framework ignores every other word.</summary>
public static class SettingArguments
{
    /// <returns>One sentence on the first word that nothing would read; null: all is well.</returns>
    public static string? Problem(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                return $"\"{args[i]}\" is not understood. Settings are written --<setting>=<value>; see dataagent serve --help.";
            var (name, value) = args[i][2..].Split('=', 2) is [var left, var right] ? (left, right) : (args[i][2..], null);
            if (SettingList.Find(name) is null)
                return $"There is no setting \"{name}\".{SettingList.Hint(name)} See docs/configuration.md; the address to listen on is --urls.";
            if (value is null && ++i >= args.Count)
                return $"The setting \"{name}\" has no value. Write --{name}=<value>.";
        }

        return null;
    }
}
