using System.Text.RegularExpressions;

namespace DataAgent.Web.Tests.Guide;

/// <summary>Commands that a page of the guide tells its readers to type.</summary>
/// <param name="Page">The file, from the root of the repository.</param>
/// <param name="Line">Of the fence, counted from one.</param>
/// <param name="Info">What stands behind the language: nothing, <c>exit=1</c>, or <c>not-run: why</c>.</param>
internal sealed partial record GuideBlock(string Page, int Line, string Info, string Text)
{
    private static readonly string[] _languages = ["sh", "bash", "console"];

    /// <summary>Null: it is run.</summary>
    public string? NotRun => Info.StartsWith("not-run:", StringComparison.Ordinal) ? Info["not-run:".Length..].Trim() : null;

    /// <summary>The exit code of its last command.</summary>
    public int Exit => ExitWord().Match(Info) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, null) : 0;

    public bool IsUnderstood => Info.Length == 0 || NotRun is { Length: > 0 } || ExitWord().IsMatch(Info);

    /// <summary>README.md, then the pages of the guide.</summary>
    public static IEnumerable<string> Pages(string root) =>
        Directory.EnumerateFiles(Path.Combine(root, "docs", "guide"), "*.md").Order(StringComparer.Ordinal)
            .Select(file => $"docs/guide/{Path.GetFileName(file)}").Prepend("README.md");

    public static IReadOnlyList<GuideBlock> Read(string root, string page)
    {
        List<GuideBlock> blocks = [];
        string? fence = null;
        List<string> lines = [];
        var (start, info) = (0, "");
        foreach (var (line, number) in File.ReadAllLines(Path.Combine(root, page)).Select((line, i) => (line, i + 1)))
        {
            if (fence is null && Fence().Match(line) is { Success: true } open)
            {
                (fence, info, start) = (open.Groups["fence"].Value, line.Trim()[3..].Trim(), number);
                lines = [];
            }
            else if (fence is not null && line.Trim() == "```")
            {
                if (info.Split(' ', 2) is [var language, .. var rest] && _languages.Contains(language))
                {
                    var text = string.Join('\n', lines.Select(one => Unindented(one, fence)));
                    blocks.Add(new(page, start, rest is [var words] ? words.Trim() : "", text));
                }

                fence = null;
            }
            else
            {
                lines.Add(line);
            }
        }

        return blocks;
    }

    /// <summary>Lines that look like commands and stand in no such block, so that nobody runs them.</summary>
    public static IReadOnlyList<string> Strays(string root, string page)
    {
        var (isIn, isCommands) = (false, false);
        List<string> strays = [];
        foreach (var (line, number) in File.ReadAllLines(Path.Combine(root, page)).Select((line, i) => (line, i + 1)))
        {
            if (Fence().IsMatch(line))
                (isIn, isCommands) = (!isIn, !isIn && _languages.Contains(line.Trim()[3..].Trim().Split(' ')[0]));
            else if (!isCommands && Command().Match(line) is { Success: true } found && (isIn || found.Groups["indent"].Length >= 4))
                strays.Add($"{page}:{number}: {line.Trim()}");
        }

        return strays;
    }

    private static string Unindented(string line, string indent) =>
        line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line;

    [GeneratedRegex(@"^(?<fence>\s*)```")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^exit=(\d+)$")]
    private static partial Regex ExitWord();

    [GeneratedRegex(@"^(?<indent>\s*)(\./|scripts/|\$ )?(dataagent|run|test|curl|psql|docker|kubectl|export|backup|restore|env|apt-get)( |$)")]
    private static partial Regex Command();
}
