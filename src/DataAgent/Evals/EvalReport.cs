using System.Text.Json.Serialization;
using DataAgent.Agent;

namespace DataAgent.Evals;

/// <summary>Why a case is not passed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EvalReasonCode>))]
public enum EvalReasonCode
{
    [JsonStringEnumMemberName("wrong_rows")] WrongRows,
    [JsonStringEnumMemberName("missing_rows")] MissingRows,
    [JsonStringEnumMemberName("extra_rows")] ExtraRows,
    [JsonStringEnumMemberName("missing_columns")] MissingColumns,
    [JsonStringEnumMemberName("wrong_order")] WrongOrder,
    [JsonStringEnumMemberName("no_table")] NoTable,

    /// <summary>It should have been refused, and rows were read.</summary>
    [JsonStringEnumMemberName("answered")] Answered,

    /// <summary>The gate or the model refused it.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("slow")] Slow,

    /// <summary>The result, or that of the reference, is only its beginning, so nothing can be said.</summary>
    [JsonStringEnumMemberName("cut")] Cut,

    /// <summary>The reference SQL does not run: the case is wrong, not the answer.</summary>
    [JsonStringEnumMemberName("bad_case")] BadCase,
}

public sealed record EvalReason(EvalReasonCode Code, string Text);

/// <param name="Sql">What the last table of the answer came from; null when there is none.</param>
/// <param name="Cost">In the currency of the prices; null without prices.</param>
public sealed record EvalResult(
    string Question, IReadOnlyList<EvalReason> Reasons, IReadOnlyList<string> ExtraColumns, double Seconds, int Steps, TokenUsage Tokens, double? Cost,
    string? Sql, string Answer)
{
    public bool IsPassed => Reasons.Count == 0;
}

/// <summary>What came of a file of cases.</summary>
public sealed record EvalReport(string Project, string Provider, string Model, DateTimeOffset StartedAt, IReadOnlyList<EvalResult> Results)
{
    public int Passed => Results.Count(r => r.IsPassed);

    public int Total => Results.Count;

    public double Score => Total == 0 ? 0 : (double)Passed / Total;

    public TokenUsage Tokens => Results.Aggregate(new TokenUsage(0, 0, 0, 0), (sum, r) => new(
        sum.Input + r.Tokens.Input, sum.Output + r.Tokens.Output, sum.CacheRead + r.Tokens.CacheRead, sum.CacheWrite + r.Tokens.CacheWrite));

    public double? Cost => Results.All(r => r.Cost is null) ? null : Results.Sum(r => r.Cost);

    public double MedianSeconds => Results.Count == 0 ? 0 : Results.Select(r => r.Seconds).Order().ElementAt(Results.Count / 2);

    /// <summary>How often each reason was given, the most frequent first.</summary>
    public IReadOnlyDictionary<string, int> ReasonCounts => Results.SelectMany(r => r.Reasons.Select(x => x.Code).Distinct())
        .GroupBy(code => code).OrderByDescending(g => g.Count()).ToDictionary(g => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(g.Key.ToString()), g => g.Count());
}
