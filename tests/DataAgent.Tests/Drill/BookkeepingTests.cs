using DataAgent.Drill;

namespace DataAgent.Tests.Drill;

/// <summary>The drill would be worth nothing if it did not notice.</summary>
public sealed class BookkeepingTests
{
    private readonly Script _script = Script.Of(seed: 7, run: 3);

    [Fact]
    public void What_is_kept_and_seen_as_it_was_said_has_no_fault()
    {
        Assert.True(Compare(Kept()).IsNone);
        Assert.Equal(_script.Steps.Select(s => s.Text), Script.Of(seed: 7, run: 3).Steps.Select(s => s.Text));
    }

    [Fact]
    public void A_step_that_is_gone_is_lost() =>
        Assert.Contains("step 2 is not there", Compare(Kept() with { Rows = Numbered(Kept().Rows.Where(r => (r.Role, r.Step) != ("assistant", 2))) }).Lost);

    [Fact]
    public void A_step_of_other_words_is_lost() => Assert.Contains(
        "step 1 is not as the model said it", Compare(Kept() with { Rows = [.. Kept().Rows.Select(r => r is { Role: "assistant", Step: 1 } ? r with { Text = "Else" } : r)] }).Lost);

    [Fact]
    public void A_result_that_is_gone_or_of_another_call_is_lost()
    {
        var call = _script.Steps[0].Calls[0].Id;

        Assert.Contains($"the result of {call} is not there", Compare(Kept() with { Rows = Numbered(Kept().Rows.Where(r => r.CallId != call)) }).Lost);
        Assert.Contains(
            $"the result of {call} is not its own: none",
            Compare(Kept() with { Rows = [.. Kept().Rows.Select(r => r.CallId == call ? r with { Text = "none" } : r)] }).Lost);
    }

    [Theory]
    [InlineData("Running")]
    [InlineData("Failed")]
    [InlineData(null)]
    public void A_run_that_is_not_done_is_lost(string? status) => Assert.Contains(Compare(Kept() with { Status = status }).Lost, l => l.StartsWith("it stands at", StringComparison.Ordinal));

    [Fact]
    public void A_result_or_a_step_that_is_there_twice_is_doubled()
    {
        var call = _script.Steps[0].Calls[0].Id;

        Assert.Contains($"tool 1 {call} is there 2 times", Compare(Kept() with { Rows = Twice(r => r.CallId == call) }).Doubled);
        Assert.Contains("assistant 2 is there 2 times", Compare(Kept() with { Rows = Twice(r => r is { Role: "assistant", Step: 2 }) }).Doubled);
    }

    [Fact]
    public void A_row_that_nobody_said_is_doubled() => Assert.Contains(
        "assistant 99 was never said", Compare(Kept() with { Rows = Numbered([.. Kept().Rows, new(0, 99, "assistant", null, "More", [])]) }).Doubled);

    [Fact]
    public void A_number_that_was_left_out_is_a_gap() =>
        Assert.Contains("row 3 has number 4", Compare(Kept() with { Rows = [.. Kept().Rows.Select(r => r.Seq > 2 ? r with { Seq = r.Seq + 1 } : r)] }).Gaps);

    [Fact]
    public void A_watcher_that_missed_a_row_a_text_a_call_or_the_end_has_a_gap()
    {
        Assert.Contains(Gaps(e => e is not { Type: "checkpoint", MessageSeq: 2 }), g => g.StartsWith("w: it saw rows", StringComparison.Ordinal));
        Assert.Contains(Gaps(e => e is not { Type: "text.delta", Step: 2 }), g => g.StartsWith("w: step 2 read", StringComparison.Ordinal));
        Assert.Contains($"w: it saw no tool.finished of {_script.Steps[0].Calls[0].Id}", Gaps(e => e.Type != "tool.finished"));
        Assert.Contains("w: it never saw the end", Gaps(e => e.Type != "run.ended"));
    }

    [Fact]
    public void A_text_that_was_told_again_without_a_reset_is_a_gap_and_with_one_it_is_none()
    {
        var first = Watched().First(e => e.Type == "text.delta");
        Seen[] again = [first with { Seq = first.Seq + 1 }], reset = [first with { Seq = first.Seq + 1, Type = "step.reset", Text = "" }, first with { Seq = first.Seq + 2 }];

        Assert.Contains(After(first, again), g => g.StartsWith("w: step 1 read", StringComparison.Ordinal));
        Assert.Empty(After(first, reset));
    }

    [Fact]
    public void An_event_that_comes_after_a_later_one_is_a_gap()
    {
        var late = Watched()[0] with { Type = "step.started" };

        Assert.Contains(After(Watched()[3], [late]), g => g.Contains($"came after {Watched()[3].Seq}", StringComparison.Ordinal));
    }

    private Faults Compare(KeptRun kept) => Bookkeeping.Compare(_script, kept, []);

    private IReadOnlyList<string> Gaps(Func<Seen, bool> sees) => Gaps(Watched().Where(sees));

    private IReadOnlyList<string> After(Seen place, Seen[] more) => Gaps(Watched().SelectMany(e => e == place ? [e, .. more] : new[] { e }));

    private IReadOnlyList<string> Gaps(IEnumerable<Seen> events)
    {
        var sighting = new Sighting("w");
        foreach (var e in events)
            sighting.Add(e);
        return Bookkeeping.Compare(_script, Kept(), [sighting]).Gaps;
    }

    private KeptRow[] Twice(Func<KeptRow, bool> which) => Numbered(Kept().Rows.SelectMany(r => which(r) ? [r, r] : new[] { r }));

    private static KeptRow[] Numbered(IEnumerable<KeptRow> rows) => [.. rows.Select((row, index) => row with { Seq = index + 1 })];

    private KeptRun Kept() => new("Done", Numbered(
    [
        new(0, 0, "user", null, _script.Question, []),
        .. _script.Steps.SelectMany((step, index) => new KeptRow[]
        {
            new(0, index + 1, "assistant", null, step.Text, [.. step.Calls.Select(c => c.Id)]),
        }.Concat(step.Calls.Select(c => new KeptRow(0, index + 1, "tool", c.Id, $"mark {c.Mark}", [])))),
    ]));

    /// <summary>Numbers have room between them for what a test adds.</summary>
    private List<Seen> Watched()
    {
        var events = new List<Seen>();
        foreach (var row in Kept().Rows)
        {
            if (row.Role == "assistant")
                events.Add(new(0, 0, "text.delta", row.Step, row.Text));
            events.AddRange(row.Calls.Select(call => new Seen(0, 0, "tool.executing", row.Step, CallId: call)));
            if (row.Role == "tool")
                events.Add(new(0, 0, "tool.finished", row.Step, CallId: row.CallId));
            events.Add(new(0, 0, "checkpoint", MessageSeq: row.Seq));
        }

        events.Add(new(0, 0, "run.ended", Status: "done"));
        return [.. events.Select((e, index) => e with { Seq = (index + 1) * 10 })];
    }
}
