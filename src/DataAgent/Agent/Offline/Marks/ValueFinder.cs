using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Marks;

/// <summary>Finds words that are values: what the look-up found in the data, and what enums list.</summary>
internal sealed class ValueFinder(SchemaIndex schema)
{
    private const int LongestListed = 4;
    private readonly TermFinder _terms = new(schema);

    /// <param name="values">What the look-up found, by phrase in lower case.</param>
    public Mark? Find(IReadOnlyList<Token> tokens, int at, IReadOnlyDictionary<string, IReadOnlyList<ValueHit>> values) =>
        LookedUp(tokens, at, values) ?? ListedPhrase(tokens, at) ?? ListedWord(tokens, at);

    private static Mark? LookedUp(IReadOnlyList<Token> tokens, int at, IReadOnlyDictionary<string, IReadOnlyList<ValueHit>> values)
    {
        for (var length = Math.Min(ValuePhrases.Longest, tokens.Count - at); length > 0; length--)
            if (values.TryGetValue(ValuePhrases.At(tokens, at, length), out var hits) && hits.Count > 0)
                return ValueMark(tokens, at, length, hits);
        return null;
    }

    private Mark? ListedPhrase(IReadOnlyList<Token> tokens, int at)
    {
        for (var length = Math.Min(LongestListed, tokens.Count - at); length > 1; length--)
        {
            if (tokens.Skip(at).Take(length).Any(t => t.Quoted)) continue;
            if (Listed(Token.Join(tokens, at, length)) is { Count: > 0 } hits) return ValueMark(tokens, at, length, hits);
        }

        return null;
    }

    /// <summary>"cancelled", unless the word is a phrase of English, the name of a column, or an amount as in "amount paid".</summary>
    private Mark? ListedWord(IReadOnlyList<Token> tokens, int at)
    {
        var token = tokens[at];
        var isShort = token.Text.Length < 3 && !token.IsCapital;
        var isPhrase = token.Text.Length > 3 && Lexicon.Find(token.Lower) is not null;
        if (token.Quoted || isShort || isPhrase || Listed(token.Text) is not { Count: > 0 } hits) return null;

        var term = _terms.Find(tokens, at);
        if (term.Length > 1 || term.Score >= Weights.VeryName || Lexicon.Concept(token.Lower) is not null && IsAmount(tokens, at))
            return null;
        return ValueMark(tokens, at, 1, hits) with { Meanings = term.Meanings };
    }

    private static bool IsAmount(IReadOnlyList<Token> tokens, int at) =>
        at > 0 && (tokens[at - 1].Lower is "amount" or "money" or "total"
            || Phrase.Find(tokens, at - 1)?.Kind == MarkKind.Aggregate
            || at > 2 && tokens[at - 2].Lower is "much");

    private List<ValueHit> Listed(string phrase) =>
        [.. schema.Tables
            .SelectMany(t => t.Columns)
            .SelectMany(c => schema.EnumValues(c).Where(v => IsSame(v, phrase)).Select(v => new ValueHit(c, v, true, false, true)))];

    /// <summary>Values of one or two letters count only as they are written: "G" is a rating, "g" is not.</summary>
    private static bool IsSame(string value, string phrase) => string.Equals(
        value.Replace('_', ' '),
        phrase.Replace('_', ' '),
        value.Length < 3 ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static Mark ValueMark(IReadOnlyList<Token> tokens, int at, int length, IReadOnlyList<ValueHit> hits) =>
        new(MarkKind.Value, at, at + length, Token.Join(tokens, at, length)) { Values = hits };
}
