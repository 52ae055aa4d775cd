using DataAgent.Conversations;

namespace DataAgent.Agent;

/// <summary>Tells a run from its rows, with the numbers that its live events have.</summary>
internal static class RunReplay
{
    /// <param name="rows">The run's rows, in order.</param>
    /// <returns>Events after <paramref name="afterSeq"/>; a step that the reader saw in part is reset and told whole.</returns>
    public static IEnumerable<AgentEvent> Tell(Guid runId, Guid conversationId, IReadOnlyList<StoredMessage> rows, long afterSeq)
    {
        // A reader who saw a step to its row may not have seen each of its calls begin: whoever ran them is gone, and they ended elsewhere.
        HashSet<int> told = [];
        for (var index = 0; index < rows.Count; index++)
        {
            var end = EventNumber.OfRow(index + 1);
            if (end <= afterSeq)
                continue;
            if (rows[index].Role == MessageRole.Assistant)
                told.Add(rows[index].Step);
            var seenInPart = afterSeq > EventNumber.OfRow(index);
            AgentEvent[] events = [.. Row(runId, conversationId, rows, index, seenInPart, told), new Checkpoint(rows[index].Seq)];
            for (var i = 0; i < events.Length; i++)
            {
                // A reader's number is below the row's end and may be above the first of these: all of them are told, in ascending order.
                yield return events[i] with { Seq = end - events.Length + 1 + i };
            }
        }
    }

    public static RunEnded End(int rows, RunStatus status, string? detail) => new(status, detail) { Seq = EventNumber.OfEnd(rows) };

    private static IEnumerable<AgentEvent> Row(Guid runId, Guid conversationId, IReadOnlyList<StoredMessage> rows, int index, bool seenInPart, HashSet<int> told)
    {
        var row = rows[index];
        return row.Role switch
        {
            MessageRole.User => [new RunStarted(runId, conversationId, Resumed: false)],
            MessageRole.Assistant => Step(row, seenInPart),
            MessageRole.Summary => Summary(row),
            _ => row.Results.SelectMany(r => Result(rows, row.Step, r, begins: !told.Contains(row.Step))),
        };
    }

    private static IEnumerable<AgentEvent> Summary(StoredMessage row)
    {
        yield return new ContextSummarized(row.Step, string.Concat(row.Parts.OfType<TextPart>().Select(t => t.Text)));
        if (row.Usage is not null)
            yield return new UsageReported(row.Step, row.Usage, IsSummary: true);
    }

    private static IEnumerable<AgentEvent> Step(StoredMessage row, bool seenInPart)
    {
        yield return new StepStarted(row.Step);
        if (seenInPart)
            yield return new StepReset(row.Step);
        foreach (var part in row.Parts)
        {
            switch (part)
            {
                case ReasoningPart { Text.Length: > 0 } reasoning:
                    yield return new ReasoningDelta(row.Step, reasoning.Text);
                    break;
                case TextPart text:
                    yield return new TextDelta(row.Step, text.Text);
                    break;
                case CallPart call:
                    yield return new ToolExecuting(row.Step, call.CallId, call.Tool, call.Arguments);
                    break;
            }
        }

        if (row.Usage is not null)
            yield return new UsageReported(row.Step, row.Usage);
    }

    public static ToolFinished Finished(int step, ResultPart result, string tool) =>
        new(step, result.CallId, tool, result.IsError, result.Milliseconds, Summary(result), result.Artifact);

    private static IEnumerable<AgentEvent> Result(IReadOnlyList<StoredMessage> rows, int step, ResultPart result, bool begins)
    {
        var call = rows.Where(r => r.Step == step).SelectMany(r => r.Calls).FirstOrDefault(c => c.CallId == result.CallId);
        if (begins && call is not null)
            yield return new ToolExecuting(step, call.CallId, call.Tool, call.Arguments);
        yield return Finished(step, result, call?.Tool ?? "");
    }

    private static string Summary(ResultPart result) => result.Artifact switch
    {
        TableArtifact { Truncated: true } table => $"first {Rows(table.RowCount)} of more",
        TableArtifact table => Rows(table.RowCount),
        ChartArtifact chart => $"{chart.Spec.Type.ToString().ToLowerInvariant()} chart",
        RefusalArtifact { Reasons: [var reason, ..] } => reason,
        _ => FirstLine(result.Text),
    };

    private static string Rows(int count) => count == 1 ? "1 row" : $"{count:N0} rows";

    private static string FirstLine(string text)
    {
        var line = text.AsSpan().TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        return line.Length <= 120 ? line.ToString() : $"{line[..119]}…";
    }
}
