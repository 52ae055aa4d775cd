using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Sql;

/// <summary>Figures over the rows of a table.</summary>
internal static class MeasureSql
{
    /// <param name="fansOut">The joins repeat rows of the root, so that only different rows may be counted.</param>
    public static string Of(Measure measure, SchemaTable root, string alias, bool fansOut) => measure.Function switch
    {
        "count" => fansOut ? CountRows(root, alias) : "count(*)",
        "count distinct" => $"count(distinct {ValueOf(measure, alias)})",
        _ => Apply(measure.Function, ValueOf(measure, alias)),
    };

    /// <summary>Each row once, however often a join repeats it.</summary>
    public static string CountRows(SchemaTable root, string alias)
    {
        var keys = root.Key.Select(k => SqlText.Column(alias, k)).ToList();
        return keys.Count switch
        {
            0 => "count(*)",
            1 => $"count(distinct {keys[0]})",
            _ => $"count(distinct ({string.Join(", ", keys)}))",
        };
    }

    public static string ValueOf(Measure measure, string alias) =>
        measure.Formula is { } formula ? SqlText.WithAlias(formula, alias) : SqlText.Column(alias, measure.Column!);

    public static string Apply(string function, string value) => function switch
    {
        "avg" => $"round(avg({value})::numeric, 2)",
        "median" => $"percentile_cont(0.5) within group (order by {value})",
        _ => $"{function}({value})",
    };
}
