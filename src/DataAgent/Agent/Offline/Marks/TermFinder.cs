using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Marks;

/// <summary>The first words from some place on that name something in the schema; no words and no meaning when none do.</summary>
internal sealed record TermSpan(IReadOnlyList<Meaning> Meanings, int Length)
{
    public static readonly TermSpan None = new([], 0);

    public double Score => Meanings.Count == 0 ? 0 : Meanings[0].Score;
}

/// <summary>Finds how many words from some place on are one name of the schema: "film length" is one term, "films length" of two.</summary>
internal sealed class TermFinder(SchemaIndex schema)
{
    private const int LongestTerm = 4;
    private readonly TermMatcher _matcher = new(schema);

    /// <summary>The longest run of words that fits a name.</summary>
    public TermSpan Find(IReadOnlyList<Token> tokens, int at)
    {
        for (var length = Math.Min(LongestTerm, tokens.Count - at); length > 0; length--)
        {
            List<Token> span = [.. tokens.Skip(at).Take(length)];
            if (CanBeTerm(span, isFirst: at == 0) && Fit(span) is { } meanings) return new(meanings, length);
        }

        return TermSpan.None;
    }

    /// <summary>The same, or two words for one thing that a table or column knows under another name: "sales rep".</summary>
    public TermSpan FindOrOtherName(IReadOnlyList<Token> tokens, int at)
    {
        var term = Find(tokens, at);
        if (term.Length > 1 || at + 1 >= tokens.Count) return term;
        foreach (var name in Lexicon.Alias($"{tokens[at].Lower} {Stems.Singular(tokens[at + 1].Lower)}"))
            if (_matcher.Find(name.Split(' ')) is [{ Score: > NameWeights.OtherName }, ..] found) return new(found, 2);
        return term;
    }

    private IReadOnlyList<Meaning>? Fit(List<Token> span)
    {
        List<string> words = [.. span.Where(t => !IsLink(t)).Select(t => t.Lower)];
        if (span.Count > 1 && words.Count == 1) return null;
        var found = _matcher.Find(words);
        if (found.Count == 0 || found[0].Score < Least(words, span.Count)) return null;
        return words.Count == span.Count || IsWholeName(found[0], words.Count) ? found : null;
    }

    private static double Least(List<string> words, int length)
    {
        if (length == 1) return Weights.Plausible;
        return words.Any(w => Lexicon.Find(w) is { Kind: not MarkKind.Stop }) ? NameWeights.WordsWithRole : NameWeights.SeveralWords;
    }

    /// <summary>"date of birth" is <c>birth_date</c>, but "number of orders" is no name.</summary>
    private static bool IsWholeName(Meaning meaning, int words) =>
        meaning.Score >= NameWeights.WordsWithRole && (meaning.Column?.Words.Count ?? meaning.Table.Words.Count) == words;

    private static bool CanBeTerm(List<Token> span, bool isFirst)
    {
        if (span.Any(t => t.Quoted || Parts(t)) || span is [{ Number: not null }]) return false;
        if (isFirst && span.Count > 1 && Lexicon.Find(span[0].Lower) is { Kind: MarkKind.List }) return false;
        return !IsLink(span[0]) && !IsLink(span[^1]);
    }

    private static bool IsLink(Token token) => token.Lower is "of" or "the" or "a";

    /// <summary>Words that part what stands on both sides: no name reaches over them.</summary>
    private static bool Parts(Token token) => token.Lower is
        "in" or "is" or "are" or "to" or "on" or "at" or "by" or "for" or "and" or "or" or "i" or "an" or "as" or "no" or "not" or "with"
        or "without" or "per" or "from" or "each" or "every" or "has" or "have" or "do" or "does" or "who" or "that" or "which";
}
