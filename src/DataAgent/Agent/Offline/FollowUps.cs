using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline;

/// <summary>Joins "and by month?" or "only in 2024" to the question it goes on from.</summary>
internal static class FollowUps
{
    /// <summary>First words of a question that goes on from another.</summary>
    private static readonly HashSet<string> Openers =
    [
        "and", "only", "but", "just", "then", "also", "now", "same", "again", "per", "by", "as", "in", "since", "without", "excluding",
        "sorted",
        "split", "grouped", "broken",
    ];

    /// <summary>Words in front that say nothing but that it goes on.</summary>
    private static readonly HashSet<string> Empty =
    [
        "and", "only", "but", "just", "then", "also", "now", "same", "again", "instead", "it", "that", "this", "show", "make", "the",
        "please",
        "draw", "them", "those",
    ];

    /// <summary>Longer ones are questions of their own.</summary>
    private const int MostWords = 8;

    /// <summary>The words to read, and how many of them are from earlier questions.</summary>
    public static (IReadOnlyList<Token> Tokens, int Earlier) Read(Turn turn)
    {
        var tokens = Token.Read(turn.Question);
        if (turn.Earlier.Count == 0 || !IsFollowUp(tokens)) return (tokens, 0);
        var (before, _) = Read(turn with { Question = turn.Earlier[^1], Earlier = [.. turn.Earlier.SkipLast(1)] });
        return ([.. before, .. tokens.SkipWhile(t => Empty.Contains(t.Lower) && !t.Quoted)], before.Count);
    }

    /// <summary>A new time takes the place of the earlier one, and a new chart that of the earlier chart.</summary>
    public static IReadOnlyList<Mark> Replace(IReadOnlyList<Mark> marks, int earlier) =>
        earlier == 0 ? marks : [.. marks.Where(m => m.Start >= earlier || !IsReplaced(m, marks, earlier))];

    private static bool IsReplaced(Mark mark, IReadOnlyList<Mark> marks, int earlier) =>
        mark.Kind is MarkKind.Time or MarkKind.Chart && marks.Any(o => o.Start >= earlier && o.Kind == mark.Kind);

    private static bool IsFollowUp(IReadOnlyList<Token> tokens)
    {
        if (tokens.Count is 0 or > MostWords) return false;
        if (Openers.Contains(tokens[0].Lower)) return true;
        return tokens.Count > 1
            && tokens[0].Lower is "show" or "make" or "draw" or "plot"
            && tokens[1].Lower is "it" or "that" or "this" or "them";
    }
}
