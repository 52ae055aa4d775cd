namespace DataAgent.Agent.Offline;

internal enum PlanShape
{
    /// <summary>Rows of the root table.</summary>
    Rows,

    /// <summary>The different values of the groups.</summary>
    Values,

    /// <summary>Measures over the root table, per group when there are groups.</summary>
    Figures,

    /// <summary>The measure for each entity first, then a figure over the entities.</summary>
    FigurePerEntity,
}

/// <summary>What is computed. The formula has <c>{0}</c> for the alias of its table.</summary>
/// <param name="Function">count, count distinct, sum, avg, min, max or median.</param>
internal sealed record Measure(string Function, SchemaTable Table, SchemaColumn? Column, string? Formula, string Label, string Words)
{
    public static Measure Count(SchemaTable table) => new("count", table, null, null, table.Plural, $"the number of {table.Plural}");
}

/// <summary>A dimension: an entity shown by its name, a column, or a column of time cut to a grain.</summary>
internal sealed record Group(JoinPath Path, SchemaTable Table, SchemaColumn? Column, string? Grain, string Label);

/// <summary>A condition on the table at the end of the path. Without a condition: that there is such a row.</summary>
/// <param name="Values">Literals of a test for equality, so that several can be joined into one list; else empty.</param>
internal sealed record Filter(JoinPath Path, SchemaTable Table, SchemaColumn? Column, string? Condition, IReadOnlyList<string> Values, string Words, bool IsNegated = false)
{
    /// <summary>A span of time that goes with no named column, so that it may belong to what is said to have happened.</summary>
    public TimeSpanOf? Time { get; init; }

    /// <summary>One more condition on a table the path leads through, after this many links.</summary>
    public (int Links, string Condition)? Also { get; init; }
}

/// <summary>A test on the measure of a group, or of the entity a row stands for.</summary>
internal sealed record Having(Measure Measure, string Operator, string Literal, string Words);

internal sealed record Ordering(SchemaColumn? Column, JoinPath Path, bool IsDescending);

internal sealed record QueryPlan
{
    public required PlanShape Shape { get; init; }
    public required SchemaTable Root { get; init; }
    public IReadOnlyList<Measure> Measures { get; init; } = [];
    public IReadOnlyList<Group> Groups { get; init; } = [];
    public IReadOnlyList<Filter> Filters { get; init; } = [];
    public IReadOnlyList<Having> Having { get; init; } = [];
    public IReadOnlyList<(SchemaColumn Column, JoinPath Path)> Columns { get; init; } = [];

    /// <summary><c>null</c> column: the first measure.</summary>
    public Ordering? Order { get; init; }

    public int? Limit { get; init; }

    /// <summary>Rows that share the last place are shown too.</summary>
    public bool WithTies { get; init; }

    /// <summary>Each figure also as a part of all, in percent.</summary>
    public bool AsShare { get; init; }

    /// <summary>avg, max … over the entities of <see cref="PlanShape.FigurePerEntity"/>.</summary>
    public string Outer { get; init; } = "avg";

    /// <summary>Said with the reading, e.g. an assumption about a unit.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public string? Chart { get; init; }
}
