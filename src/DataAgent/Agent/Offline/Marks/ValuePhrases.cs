using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Marks;

/// <summary>
/// Chooses the words of a question that are worth looking up in the data: those not understood, alone and with their neighbours.
/// </summary>
internal static class ValuePhrases
{
    /// <summary>Words in one value, as in "The Lord of the Rings".</summary>
    public const int Longest = 6;

    private const int MostPhrases = 12;

    /// <summary>So many words in a value may have another meaning of their own: "of" and "the" in the example above.</summary>
    private const int MostWellKnown = 2;

    /// <summary>In lower case, as <see cref="At"/> gives them.</summary>
    public static IReadOnlyList<string> Find(IReadOnlyList<Token> tokens, IReadOnlyList<Mark> marks)
    {
        var isOpen = Open(tokens, marks);
        var phrases = new List<string>();
        for (var start = 0; start < tokens.Count; start++)
            for (var length = 1; length <= Longest && start + length <= tokens.Count; length++)
                if (IsWorthAsking(tokens, isOpen, start, length)) phrases.Add(At(tokens, start, length));
        return [.. phrases.Where(p => p.Length > 1).Distinct().Take(MostPhrases)];
    }

    public static string At(IReadOnlyList<Token> tokens, int at, int length) => Normal(Token.Join(tokens, at, length));

    /// <summary>Case, hyphens and underscores do not tell values apart.</summary>
    public static string Normal(string text) => text.ToLowerInvariant().Replace('-', ' ').Replace('_', ' ').Trim();

    private static bool[] Open(IReadOnlyList<Token> tokens, IReadOnlyList<Mark> marks)
    {
        var isOpen = new bool[tokens.Count];
        foreach (var mark in marks)
            for (var i = mark.Start; i < mark.End; i++)
                isOpen[i] = IsOpen(tokens[i], i, mark);
        return isOpen;
    }

    /// <summary>
    /// Unknown, in quotes, or less than sure: a capital in the midst of the question, or a word only like a name of the schema.
    /// </summary>
    private static bool IsOpen(Token token, int at, Mark mark)
    {
        if (mark.Kind == MarkKind.Unknown || token.Quoted) return true;
        var isNameLike = token.IsCapital && !IsWellKnown(mark);
        var isUnsure = mark is { Kind: MarkKind.Term, Concept: null } && mark.BestScore < Weights.Clear;
        return at > 0 && (isNameLike || isUnsure);
    }

    private static bool IsWorthAsking(IReadOnlyList<Token> tokens, bool[] isOpen, int start, int length)
    {
        var end = start + length - 1;
        if (!isOpen[start] || !isOpen[end] && tokens[end].Number is null) return false;
        var span = Enumerable.Range(start, length).ToList();
        return span.Count(i => !isOpen[i]) <= MostWellKnown && (length == 1 || !span.Any(i => tokens[i].Quoted));
    }

    private static bool IsWellKnown(Mark mark) => mark.Kind switch
    {
        MarkKind.Stop => mark.Start == 0,
        MarkKind.Unknown or MarkKind.Prep or MarkKind.And or MarkKind.Or => false,
        MarkKind.Term => mark.Concept is not null || mark.BestScore >= NameWeights.SeveralWords,
        _ => true,
    };
}
