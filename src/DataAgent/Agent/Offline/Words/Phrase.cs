using DataAgent.Agent.Offline.Marks;

namespace DataAgent.Agent.Offline.Words;

/// <summary>Words of plain English with a role of their own, and how many they are: "more than", "for each".</summary>
internal sealed record Phrase(MarkKind Kind, string Argument, int Length)
{
    private const int Longest = 4;

    /// <summary>The longest phrase that begins at a token; <c>null</c> when none does.</summary>
    public static Phrase? Find(IReadOnlyList<Token> tokens, int at)
    {
        for (var length = Math.Min(Longest, tokens.Count - at); length > 0; length--)
        {
            List<Token> span = [.. tokens.Skip(at).Take(length)];
            if (span.Any(t => t.Quoted)) continue;
            if (Lexicon.Find(string.Join(' ', span.Select(t => t.Lower))) is var (kind, argument)) return new(kind, argument, length);
        }

        return null;
    }
}
