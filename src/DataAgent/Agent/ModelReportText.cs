namespace DataAgent.Agent;

public enum ReportMark { Good, Note, Bad, More }

public sealed record ReportLine(ReportMark Mark, string Words);

/// <summary>What a test of a model showed, in words: the same on the page and on the command line.</summary>
public static class ModelReportText
{
    public static string Title(ModelReport report) =>
        $"{report.Provider}, {report.Model} at {report.Address ?? "the provider's own address"}, key of {report.Key ?? "nobody"}";

    public static IEnumerable<ReportLine> Lines(ModelReport report)
    {
        if (report.Failure is { } failure)
        {
            yield return new(ReportMark.Bad, failure);
            yield break;
        }

        yield return new(ReportMark.Good, $"answered in {Seconds(report.Milliseconds)}, first token after {Seconds(report.FirstTokenMilliseconds)}");
        yield return new(report.CalledTool ? ReportMark.Good : ReportMark.Bad, report.ToolCall ?? "");
        yield return report.Streamed
            ? new(ReportMark.Good, $"it streamed, in {report.Pieces} pieces")
            : new(ReportMark.Note, "it did not stream: the answer came at once");
        yield return report.Tokens is { } tokens
            ? new(ReportMark.Good, $"tokens: {tokens.Input:N0} in, of these {tokens.CacheRead:N0} from the cache and {tokens.CacheWrite:N0} into it; {tokens.Output:N0} out")
            : new(ReportMark.Note, "the server counts no tokens");
        yield return new(ReportMark.Good, $"longest answer asked for: {report.MaxOutputTokens:N0} tokens");
        foreach (var (name, value) in report.Limits)
            yield return new(ReportMark.More, $"{name}: {value}");
    }

    private static string Seconds(long? milliseconds) => milliseconds is { } time ? $"{time / 1000.0:0.00} s" : "no time at all";
}
