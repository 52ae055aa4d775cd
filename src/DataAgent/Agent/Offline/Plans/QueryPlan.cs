using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Sql;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Plans;

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

    public static Measure Distinct(SchemaColumn column) => new(
        "count distinct", column.Table, column, null, Stems.Plural(column.Label), $"the number of different values of {column.Label}");

    public static Measure Of(string function, SchemaColumn column)
    {
        var label = $"{NameOf(function)} {column.Label}";
        return new(function, column.Table, column, null, label, $"the {label} of {column.Table.Plural}");
    }

    /// <summary>A function as people say it.</summary>
    public static string NameOf(string function) => function switch
    {
        "avg" => "average",
        "min" => "lowest",
        "max" => "highest",
        "sum" => "total",
        _ => function,
    };
}

/// <summary>What a date is cut to when figures are split by it; the names are those of <c>date_trunc</c>.</summary>
internal static class Grains
{
    /// <summary>A year that is kept as a number: nothing is to be cut.</summary>
    public const string Value = "value";
}

/// <summary>A dimension: an entity shown by its name, a column, or a column of time cut to a grain.</summary>
internal sealed record Group(JoinPath Path, SchemaTable Table, SchemaColumn? Column, string? Grain, string Label);

/// <summary>A condition on the table at the end of the path. Without a condition: that there is such a row.</summary>
/// <param name="Condition">Over the placeholder of its table, see <see cref="SqlText.Placeholder"/>.</param>
/// <param name="Values">Literals of a test for equality, so that several can be joined into one list; else empty.</param>
internal sealed record Filter(
    JoinPath Path,
    SchemaTable Table,
    SchemaColumn? Column,
    string? Condition,
    IReadOnlyList<string> Values,
    string Words,
    bool IsNegated = false)
{
    /// <summary>A span of time that goes with no named column, so that it may belong to what is said to have happened.</summary>
    public TimeSpanOf? Time { get; init; }

    /// <summary>One more condition on a table the path leads through.</summary>
    public ConditionOnTheWay? Also { get; init; }

    public static Filter IsNull(JoinPath path, SchemaColumn column) =>
        new(path, column.Table, column, $"{SqlText.Placeholder(column)} is null", [], $"no {column.Label}");

    public static Filter IsNotNull(JoinPath path, SchemaColumn column) =>
        new(path, column.Table, column, $"{SqlText.Placeholder(column)} is not null", [], $"a {column.Label}");

    public static Filter Exists(JoinPath path, SchemaTable table) => new(path, table, null, null, [], $"with {table.Plural}");
}

/// <summary>A condition on the table that is reached after so many links of a filter's path.</summary>
internal sealed record ConditionOnTheWay(int Links, string Condition);

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
    public IReadOnlyList<ColumnAt> Columns { get; init; } = [];

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
