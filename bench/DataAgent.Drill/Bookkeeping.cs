namespace DataAgent.Drill;

/// <summary>One row of a conversation as the database holds it.</summary>
/// <param name="Text">Of an assistant's row: its text. Of a tool's: what the model was told.</param>
/// <param name="Calls">Ids of the calls in it.</param>
internal sealed record KeptRow(
    long Seq, int Step, string Role, string? CallId, string Text, IReadOnlyList<string> Calls, bool IsError = false);

/// <param name="Status">As the run's own row has it; null: there is no such run.</param>
internal sealed record KeptRun(string? Status, IReadOnlyList<KeptRow> Rows);

/// <summary>What is wrong with one run, each fault in a sentence.</summary>
internal sealed record Faults(IReadOnlyList<string> Lost, IReadOnlyList<string> Doubled, IReadOnlyList<string> Gaps)
{
    public bool IsNone => Lost.Count + Doubled.Count + Gaps.Count == 0;
}

/// <summary>Compares what was said with what was kept, and what was kept with what watchers saw.</summary>
internal static class Bookkeeping
{
    public static Faults Compare(Script script, KeptRun kept, IReadOnlyList<Sighting> watchers) =>
        new([.. Lost(script, kept)], [.. Doubled(script, kept)], [.. Numbers(kept), .. watchers.SelectMany(w => w.Gaps(kept))]);

    /// <summary>Steps and results that are not there, or not as they were said.</summary>
    private static IEnumerable<string> Lost(Script script, KeptRun kept)
    {
        if (kept.Status != "Done")
            yield return $"it stands at {kept.Status ?? "nothing"}";
        if (Find(kept, 0, "user", null)?.Text != script.Question)
            yield return "the question is not there as it was asked";
        foreach (var (said, step) in script.Steps.Select((said, index) => (said, index + 1)))
        {
            var row = Find(kept, step, "assistant", null);
            if (row is null)
                yield return $"step {step} is not there";
            else if (row.Text != said.Text || !row.Calls.SequenceEqual(said.Calls.Select(c => c.Id)))
                yield return $"step {step} is not as the model said it";
            foreach (var call in said.Calls)
            {
                if (Find(kept, step, "tool", call.Id) is not { } result)
                    yield return $"the result of {call.Id} is not there";
                else if (result.IsError || !result.Text.Contains(call.Mark, StringComparison.Ordinal))
                    yield return $"the result of {call.Id} is not its own: {result.Text.ReplaceLineEndings(" ")}";
            }
        }
    }

    /// <summary>Rows that are there twice, and rows that nobody said.</summary>
    private static IEnumerable<string> Doubled(Script script, KeptRun kept)
    {
        foreach (var same in kept.Rows.GroupBy(r => (r.Step, r.Role, r.CallId)))
        {
            var name = $"{same.Key.Role} {same.Key.Step} {same.Key.CallId}".TrimEnd();
            if (same.Count() > 1)
                yield return $"{name} is there {same.Count()} times";
            if (!IsScripted(script, same.Key.Step, same.Key.Role, same.Key.CallId))
                yield return $"{name} was never said";
        }
    }

    /// <summary>Rows are numbered 1, 2, 3 …</summary>
    private static IEnumerable<string> Numbers(KeptRun kept) => kept.Rows.Select((row, index) => (row.Seq, Due: index + 1))
        .Where(n => n.Seq != n.Due).Take(1).Select(n => $"row {n.Due} has number {n.Seq}");

    private static KeptRow? Find(KeptRun kept, int step, string role, string? call) =>
        kept.Rows.FirstOrDefault(r => r.Step == step && r.Role == role && r.CallId == call);

    private static bool IsScripted(Script script, int step, string role, string? call) => role switch
    {
        "user" => step == 0,
        "assistant" => step >= 1 && step <= script.Steps.Count,
        "tool" => step >= 1 && step <= script.Steps.Count && script.Steps[step - 1].Calls.Any(c => c.Id == call),
        _ => false,
    };
}
