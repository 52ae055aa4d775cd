using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Marks;

/// <summary>The role of a stretch of the question. docs/guide/offline-analyst-grammar.md lists them with their words.</summary>
internal enum MarkKind
{
    Stop, Prep, And, Or, List, Count, Aggregate, Rank, By, Sort, Compare, OrMore, Number, Time, Grain, Not, Null, Distinct, Chart, Share,
    Versus, Ever, Unit, Term, Value, Unknown,
}

/// <summary>A meaning of a word in the schema: a table, or a column of it. 1 is the very name.</summary>
internal sealed record Meaning(SchemaTable Table, SchemaColumn? Column, double Score);

/// <summary>A value of the data that a word of the question names.</summary>
/// <param name="Column">For a person's full name the first of the naming columns; see <paramref name="IsFullName"/>.</param>
/// <param name="Exact">False: the column only contains or begins with the word.</param>
/// <param name="OneSpelling">The column holds one value that fits, so that it can be asked for by equality.</param>
internal sealed record ValueHit(SchemaColumn Column, string Value, bool Exact, bool IsFullName, bool OneSpelling)
{
    /// <summary>How the column writes it, when that is in several ways: "Germany", "GERMANY", "Germany ". All of them are meant.</summary>
    public IReadOnlyList<string> Spellings { get; init; } = [];

    /// <summary>The column is what rows of its table are called by.</summary>
    public bool IsName => Column.Table.NameColumns.Contains(Column);
}

/// <summary>A time span [from, to), and how the asker said it.</summary>
internal sealed record TimeSpanOf(DateOnly? From, DateOnly? To, string Text, bool IsRelative = false)
{
    /// <summary>"in 2025", but "since 2025".</summary>
    public string Phrase =>
        Text.Split(' ') is ["since" or "after" or "before" or "until" or "from", _, ..] ? Text : $"in {Text}";
}

/// <summary>A stretch of the question with one role in it.</summary>
internal sealed record Mark(MarkKind Kind, int Start, int End, string Text, string Argument = "")
{
    public IReadOnlyList<Meaning> Meanings { get; init; } = [];
    public IReadOnlyList<ValueHit> Values { get; init; } = [];
    public decimal? Number { get; init; }
    public TimeSpanOf? Time { get; init; }

    /// <summary>"revenue", "sold" …: an amount that no single name in the schema stands for.</summary>
    public string? Concept { get; init; }

    public string Lower => Text.ToLowerInvariant();

    /// <summary>Carries meaning: an answer that leaves it out answers another question.</summary>
    public bool IsContent => Kind is not
        (MarkKind.Stop or MarkKind.Prep or MarkKind.And or MarkKind.Or or MarkKind.List or MarkKind.Chart or MarkKind.Ever
        or MarkKind.Unit);

    /// <summary>The score of the likeliest meaning; 0 without one.</summary>
    public double BestScore => Meanings.Count == 0 ? 0 : Meanings[0].Score;

    /// <summary>The likeliest meaning is a table.</summary>
    public bool NamesTable => Meanings is [{ Column: null }, ..];

    /// <summary>The likeliest meaning is a column that can be added up or compared.</summary>
    public bool NamesNumber => Meanings is [{ Column.Role: ColumnRole.Number }, ..];

    /// <summary>The two parts of an argument such as "desc:length"; the hint says which column an adjective speaks of.</summary>
    public (string Main, string? Hint) Parts => Argument.Split(':') is [var main, var hint] ? (main, hint) : (Argument, null);

    /// <summary>The table is among its meanings, less likely than the best by no more than <paramref name="slack"/>.</summary>
    public bool Means(SchemaTable table, double slack) =>
        Meanings.Any(m => m.Column is null && m.Table == table && m.Score >= Meanings[0].Score - slack);

    /// <summary>A table is among its meanings that is likelier than a meaning found for a column.</summary>
    public bool NamesTableRatherThan(Meaning column) => Meanings.Any(m => m.Column is null && m.Score > column.Score);
}
