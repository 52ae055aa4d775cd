using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Marks;

/// <summary>Cuts a question into marks: phrases of plain English, words of the schema, times, numbers and values of the data.</summary>
internal sealed class MarkReader(SchemaIndex schema, DateOnly today)
{
    private readonly TermMatcher _matcher = new(schema);
    private readonly TermFinder _terms = new(schema);
    private readonly ValueFinder _values = new(schema);
    private readonly TimeReader _times = new(today);

    /// <param name="values">What the data says about phrases that the schema does not know, by phrase in lower case.</param>
    public IReadOnlyList<Mark> Read(IReadOnlyList<Token> tokens, IReadOnlyDictionary<string, IReadOnlyList<ValueHit>> values)
    {
        var marks = new List<Mark>();
        for (var i = 0; i < tokens.Count; i = marks[^1].End)
            marks.Add(_values.Find(tokens, i, values) ?? ReadOne(tokens, i, marks));
        return [.. marks.Select(m => IsEcho(m, marks) ? m with { Kind = MarkKind.Stop } : m)];
    }

    /// <summary>"supplied by each supplier": the verb only says the noun once more.</summary>
    private static bool IsEcho(Mark mark, List<Mark> marks)
    {
        if (mark is not { Kind: MarkKind.Unknown, Text.Length: > 5 } || !mark.Lower.EndsWith("ed", StringComparison.Ordinal)) return false;
        var beginning = mark.Lower[..5];
        var meanings = marks.Where(m => m.Kind == MarkKind.Term).SelectMany(m => m.Meanings);
        return meanings.Any(m => m.Column is null && m.Table.Words.Any(w => w.StartsWith(beginning, StringComparison.Ordinal)));
    }

    /// <remarks>In this order: a time, the longer of a name and a phrase, a number, a verb, an amount; what is left is unknown.</remarks>
    private Mark ReadOne(IReadOnlyList<Token> tokens, int at, List<Mark> before)
    {
        var token = tokens[at];
        if (token.Quoted) return new(MarkKind.Unknown, at, at + 1, token.Text);
        if (IsUnit(token, before)) return new(MarkKind.Unit, at, at + 1, token.Text);
        var phrase = Phrase.Find(tokens, at);
        var term = _terms.FindOrOtherName(tokens, at);
        var last = before.LastOrDefault(m => m.Kind != MarkKind.Stop)?.Kind;
        if (ReadTime(tokens, at, last, term.Length) is { } time) return time;
        if (term.Length > 0 && WinsOver(phrase, term, last, tokens, at)) return TermMark(tokens, at, term);
        if (phrase is not null) return new(phrase.Kind, at, at + phrase.Length, Token.Join(tokens, at, phrase.Length), phrase.Argument);
        if (token.Number is { } number) return new(MarkKind.Number, at, at + 1, token.Text) { Number = number };
        return ReadWord(token, at);
    }

    /// <summary>"5 minutes"; but "3 months" is a number and what figures are split by, unless the number is compared with.</summary>
    private static bool IsUnit(Token token, List<Mark> before)
    {
        if (before is not [.., { Kind: MarkKind.Number }] || !Units.IsUnit(token.Text)) return false;
        var isGrain = Lexicon.Find(token.Lower)?.Kind == MarkKind.Grain;
        return !isGrain || before is [.., { Kind: MarkKind.Compare or MarkKind.And or MarkKind.Prep }, _];
    }

    /// <summary>After a comparison or a ranking a year is a number: "more than 2000", "top 2000".</summary>
    private Mark? ReadTime(IReadOnlyList<Token> tokens, int at, MarkKind? last, int termLength)
    {
        if (last is MarkKind.Compare or MarkKind.Rank || _times.Read(tokens, at) is not var (time, length) || termLength > length)
            return null;
        return new(MarkKind.Time, at, at + length, Token.Join(tokens, at, length)) { Time = time };
    }

    private static Mark TermMark(IReadOnlyList<Token> tokens, int at, TermSpan term) =>
        new(MarkKind.Term, at, at + term.Length, Token.Join(tokens, at, term.Length))
        {
            Meanings = term.Meanings,
            Concept = tokens.Skip(at).Take(term.Length).Select(t => Lexicon.Concept(t.Lower)).FirstOrDefault(c => c is not null),
        };

    /// <summary>"bought" is an order, "placed" says nothing, "revenue" is an amount.</summary>
    private Mark ReadWord(Token token, int at)
    {
        var concept = Lexicon.Concept(token.Lower);
        var unknown = new Mark(MarkKind.Unknown, at, at + 1, token.Text);
        if (Lexicon.NounOf(token.Lower) is { } noun && _matcher.Find([noun]) is { Count: > 0 } events)
        {
            var tables = events.Where(e => e.Column is null).Select(e => e with { Score = e.Score * NameWeights.NounOfVerb });
            return unknown with { Kind = MarkKind.Term, Meanings = [.. tables], Concept = concept };
        }

        if (Lexicon.IsVerb(token.Lower)) return unknown with { Kind = MarkKind.Stop };
        return concept is null ? unknown : unknown with { Kind = MarkKind.Term, Concept = concept };
    }

    /// <summary>Whether the words are a name of the schema rather than a phrase of plain English.</summary>
    private bool WinsOver(Phrase? phrase, TermSpan term, MarkKind? last, IReadOnlyList<Token> tokens, int at)
    {
        if (phrase is null || term.Length > phrase.Length && term.Score >= NameWeights.SeveralWords) return true;
        if (phrase.Length > 1 || term.Score < Weights.VeryName) return false;
        return phrase.Kind switch
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
        var word = tokens[at].Lower;
        return word is "number" or "count" || Lexicon.Concept(word) is not null || _terms.Find(tokens, at).Length > 0;
    }
}
