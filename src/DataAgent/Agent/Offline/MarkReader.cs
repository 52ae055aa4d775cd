namespace DataAgent.Agent.Offline;

/// <summary>Cuts a question into marks: phrases of plain English, words of the schema, times, numbers and values of the data.</summary>
internal sealed class MarkReader(SchemaIndex schema, DateOnly today)
{
    private const int LongestTerm = 4;
    private readonly TermMatcher _terms = new(schema);
    private readonly TimeReader _times = new(today);

    /// <param name="values">What the data says about phrases that the schema does not know, by phrase in lower case.</param>
    public IReadOnlyList<Mark> Read(IReadOnlyList<Token> tokens, IReadOnlyDictionary<string, IReadOnlyList<ValueHit>> values)
    {
        var marks = new List<Mark>();
        for (var i = 0; i < tokens.Count;)
        {
            var mark = ReadValue(tokens, i, values) ?? ReadOne(tokens, i, marks);
            marks.Add(mark);
            i = mark.End;
        }

        return [.. marks.Select(m => IsEcho(m, marks) ? m with { Kind = MarkKind.Stop } : m)];
    }

    /// <summary>"supplied by each supplier": the verb only says the noun once more.</summary>
    private static bool IsEcho(Mark mark, List<Mark> marks) =>
        mark is { Kind: MarkKind.Unknown, Text.Length: > 5 } && mark.Text.EndsWith("ed", StringComparison.OrdinalIgnoreCase)
        && marks.Any(m => m.Kind == MarkKind.Term && m.Meanings.Any(x => x.Column is null && x.Table.Words.Any(w => w.Length > 4 && w[..5] == mark.Text.ToLowerInvariant()[..5])));

    private Mark ReadOne(IReadOnlyList<Token> tokens, int at, List<Mark> before)
    {
        if (tokens[at].Quoted) return new(MarkKind.Unknown, at, at + 1, tokens[at].Text);
        if (before is [.., { Kind: MarkKind.Number }] && Units.IsUnit(tokens[at].Text) && (Lexicon.Find(tokens[at].Lower)?.Kind != MarkKind.Grain || before is [.., { Kind: MarkKind.Compare or MarkKind.And or MarkKind.Prep }, _])) return new(MarkKind.Unit, at, at + 1, tokens[at].Text);
        var (phrase, length) = FindPhrase(tokens, at);
        var (meanings, span) = FindAlias(tokens, at) ?? FindTerm(tokens, at);
        var last = before.LastOrDefault(m => m.Kind != MarkKind.Stop)?.Kind;
        if (last is not (MarkKind.Compare or MarkKind.Rank) && _times.Read(tokens, at) is var (time, taken) && !(span > taken))
            return new(MarkKind.Time, at, at + taken, Text(tokens, at, taken)) { Time = time };
        if (span > 0 && WinsOver(phrase, length, meanings, span, last, tokens, at))
            return new(MarkKind.Term, at, at + span, Text(tokens, at, span)) { Meanings = meanings, Concept = tokens.Skip(at).Take(span).Select(t => Lexicon.Concept(t.Lower)).FirstOrDefault(c => c is not null) };
        if (phrase is { } found) return new(found.Kind, at, at + length, Text(tokens, at, length), found.Argument);
        if (tokens[at].Number is { } number) return new(MarkKind.Number, at, at + 1, tokens[at].Text) { Number = number };
        if (Lexicon.NounOf(tokens[at].Lower) is { } noun && _terms.Find([noun]) is { Count: > 0 } events) return new(MarkKind.Term, at, at + 1, tokens[at].Text) { Meanings = [.. events.Where(e => e.Column is null).Select(e => e with { Score = e.Score * 0.8 })], Concept = Lexicon.Concept(tokens[at].Lower) };
        if (Lexicon.IsVerb(tokens[at].Lower)) return new(MarkKind.Stop, at, at + 1, tokens[at].Text);
        if (Lexicon.Concept(tokens[at].Lower) is { } concept) return new(MarkKind.Term, at, at + 1, tokens[at].Text) { Concept = concept };
        return new(MarkKind.Unknown, at, at + 1, tokens[at].Text);
    }

    private Mark? ReadValue(IReadOnlyList<Token> tokens, int at, IReadOnlyDictionary<string, IReadOnlyList<ValueHit>> values)
    {
        for (var length = Math.Min(6, tokens.Count - at); length > 0; length--)
        {
            var phrase = ValueLookup.Phrase(tokens, at, length);
            if (values.TryGetValue(phrase, out var hits) && hits.Count > 0) return new(MarkKind.Value, at, at + length, Text(tokens, at, length)) { Values = hits };
        }

        for (var length = Math.Min(4, tokens.Count - at); length > 1; length--)
            if (Listed(string.Join(' ', tokens.Skip(at).Take(length).Select(t => t.Text))) is { Count: > 0 } phrase && tokens.Skip(at).Take(length).All(t => !t.Quoted))
                return new(MarkKind.Value, at, at + length, Text(tokens, at, length)) { Values = phrase };
        var token = tokens[at];
        if (token.Quoted || (token.Text.Length < 3 && !token.IsCapital) || Lexicon.Find(token.Lower) is not null && token.Text.Length > 3) return null;
        var listed = Listed(token.Text);
        if (listed.Count == 0) return null;
        var (meanings, span) = FindTerm(tokens, at);
        var isAmount = at > 0 && (tokens[at - 1].Lower is "amount" or "money" or "total" || FindPhrase(tokens, at - 1).Item1?.Kind == MarkKind.Aggregate || at > 2 && tokens[at - 2].Lower is "much");
        if (span > 1 || (span == 1 && meanings[0].Score >= 0.95) || (Lexicon.Concept(token.Lower) is not null && isAmount)) return null;
        return new(MarkKind.Value, at, at + 1, token.Text) { Values = listed, Meanings = meanings };
    }

    private List<ValueHit> Listed(string phrase) =>
        [.. schema.Tables.SelectMany(t => t.Columns).SelectMany(c => schema.EnumValues(c).Where(v => SameValue(v, phrase)).Select(v => new ValueHit(c, v, true, false, true)))];

    private static bool SameValue(string value, string word) =>
        string.Equals(value.Replace('_', ' '), word.Replace('_', ' '), value.Length < 3 ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static ((MarkKind Kind, string Argument)?, int) FindPhrase(IReadOnlyList<Token> tokens, int at)
    {
        for (var length = Math.Min(Lexicon.LongestPhrase, tokens.Count - at); length > 0; length--)
        {
            if (tokens.Skip(at).Take(length).Any(t => t.Quoted)) continue;
            if (Lexicon.Find(string.Join(' ', tokens.Skip(at).Take(length).Select(t => t.Lower))) is { } found) return (found, length);
        }

        return (null, 0);
    }

    private (IReadOnlyList<Meaning>, int) FindTerm(IReadOnlyList<Token> tokens, int at)
    {
        for (var length = Math.Min(LongestTerm, tokens.Count - at); length > 0; length--)
        {
            var span = tokens.Skip(at).Take(length).ToList();
            if (span.Any(t => t.Quoted || Parts(t) || t.Number is not null && length == 1) || (at == 0 && length > 1 && Lexicon.Find(span[0].Lower) is { Kind: MarkKind.List }) || IsLink(span[0]) || IsLink(span[^1])) continue;
            var words = span.Where(t => !IsLink(t)).Select(t => t.Lower).ToList();
            if (length > 1 && words.Count == 1) continue;
            var found = _terms.Find(words);
            var least = length == 1 ? 0.6 : words.Any(w => Lexicon.Find(w) is { Kind: not MarkKind.Stop }) ? 0.97 : 0.8;
            if (words.Count < length && !(found.Count > 0 && found[0].Score >= 0.97 && (found[0].Column?.Words.Count ?? found[0].Table.Words.Count) == words.Count)) continue;
            if (found.Count > 0 && found[0].Score >= least) return (found, length);
        }

        return ([], 0);
    }

    /// <summary>Two words for one thing, when a table or column knows it under another name: "sales rep".</summary>
    private (IReadOnlyList<Meaning>, int)? FindAlias(IReadOnlyList<Token> tokens, int at)
    {
        if (at + 1 >= tokens.Count || FindTerm(tokens, at).Item2 > 1) return null;
        foreach (var name in Lexicon.Alias($"{tokens[at].Lower} {Stems.Singular(tokens[at + 1].Lower)}"))
            if (_terms.Find(name.Split(' ')) is [{ Score: > 0.7 }, ..] found) return (found, 2);
        return null;
    }

    private static bool IsLink(Token t) => t.Lower is "of" or "the" or "a";

    /// <summary>Words that part what stands on both sides: no name reaches over them.</summary>
    private static bool Parts(Token t) =>
        t.Lower is "in" or "is" or "are" or "to" or "on" or "at" or "by" or "for" or "and" or "or" or "i" or "an" or "as" or "no" or "not" or "with" or "without" or "per" or "from" or "each" or "every" or "has" or "have" or "do" or "does" or "who" or "that" or "which";

    private bool WinsOver((MarkKind Kind, string Argument)? phrase, int length, IReadOnlyList<Meaning> meanings, int span, MarkKind? last, IReadOnlyList<Token> tokens, int at)
    {
        if (phrase is not { } p || span > length && meanings[0].Score >= 0.8) return true;
        if (length > 1 || meanings[0].Score < 0.95) return false;
        return p.Kind switch
        {
            MarkKind.Aggregate => last is MarkKind.Rank or MarkKind.By or MarkKind.Aggregate || !LeadsToAmount(tokens, at + 1),
            MarkKind.Stop => tokens[at].Text.Length > 3,
            MarkKind.Grain or MarkKind.Share or MarkKind.Null or MarkKind.Versus or MarkKind.Distinct => true,
            _ => false,
        };
    }

    /// <summary>"total" is an order to add up when something to add up follows, and else the name of a column.</summary>
    private bool LeadsToAmount(IReadOnlyList<Token> tokens, int at)
    {
        while (at < tokens.Count && tokens[at].Lower is "of" or "the" or "all" or "our") at++;
        if (at >= tokens.Count) return false;
        return Lexicon.Concept(tokens[at].Lower) is not null || FindTerm(tokens, at).Item2 > 0 || tokens[at].Lower is "number" or "count";
    }

    private static string Text(IReadOnlyList<Token> tokens, int at, int length) => string.Join(' ', tokens.Skip(at).Take(length).Select(t => t.Text));
}
