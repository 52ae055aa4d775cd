namespace DataAgent.Agent.Offline;

internal enum MarkKind
{
    Stop, Prep, And, Or, List, Count, Aggregate, Rank, By, Sort, Compare, OrMore, Number, Time, Grain, Not, Null, Distinct, Chart, Share, Versus, Ever,
    Unit, Term, Value, Unknown,
}

/// <summary>A meaning of a word in the schema: a table, or a column of it. 1 is the very name.</summary>
internal sealed record Meaning(SchemaTable Table, SchemaColumn? Column, double Score);

/// <summary>A value of the data that a word of the question names.</summary>
/// <param name="Column">For a person's full name the first of the naming columns; see <paramref name="IsFullName"/>.</param>
/// <param name="Exact">False: the column only contains or begins with the word.</param>
internal sealed record ValueHit(SchemaColumn Column, string Value, bool Exact, bool IsFullName, bool OneSpelling);

/// <summary>A time span [from, to), and how the asker said it.</summary>
internal sealed record TimeSpanOf(DateOnly? From, DateOnly? To, string Text, bool IsRelative = false);

/// <summary>A stretch of the question with one role in it.</summary>
internal sealed record Mark(MarkKind Kind, int Start, int End, string Text, string Argument = "")
{
    public IReadOnlyList<Meaning> Meanings { get; init; } = [];
    public IReadOnlyList<ValueHit> Values { get; init; } = [];
    public decimal? Number { get; init; }
    public TimeSpanOf? Time { get; init; }

    /// <summary>"revenue", "sold" …: an amount that no single name in the schema stands for.</summary>
    public string? Concept { get; init; }

    /// <summary>Carries meaning: an answer that leaves it out answers another question.</summary>
    public bool IsContent => Kind is not (MarkKind.Stop or MarkKind.Prep or MarkKind.And or MarkKind.Or or MarkKind.List or MarkKind.Chart or MarkKind.Ever or MarkKind.Unit);
}
