using DataAgent.Agent;
using DataAgent.Conversations;

namespace DataAgent.Tests.Agent;

public sealed class RunLogTests
{
    [Fact]
    public async Task Many_readers_see_all_from_where_they_like()
    {
        var log = new RunLog(rowsBefore: 0, epoch: 1);
        log.Add(new StepStarted(1), new TextDelta(1, "a"));
        var early = ReadAsync(log, 0);
        log.Add(new TextDelta(1, "b"), new Checkpoint(2));
        var late = ReadAsync(log, 2);
        log.Add(new TextDelta(2, "c"));
        log.Close();

        Assert.Equal([1, 2, 3, EventNumber.OfRow(1), EventNumber.OfRow(1) + 1], (await early).Select(e => e.Seq));
        Assert.Equal((await early)[2..], await late);
    }

    [Fact]
    public async Task A_log_of_a_resumed_run_begins_after_its_rows()
    {
        var log = new RunLog(rowsBefore: 3, epoch: 2);
        log.Add(new StepStarted(2), new Checkpoint(9));
        log.Close();

        Assert.Equal([EventNumber.First(3, epoch: 2), EventNumber.OfRow(4)], (await ReadAsync(log, EventNumber.OfRow(3))).Select(e => e.Seq));
        Assert.False(log.GoesOnAfter(EventNumber.OfRow(3) - 1));
    }

    [Fact]
    public async Task A_reader_of_an_earlier_owner_is_told_all_that_the_next_one_says_of_the_row()
    {
        var first = new RunLog(rowsBefore: 1, epoch: 1);
        first.Add(new StepStarted(1), new TextDelta(1, "a"), new ToolStarted(1, "x", "t"));
        first.Close();
        var next = new RunLog(rowsBefore: 1, epoch: 2);
        next.Add(new StepStarted(1), new StepReset(1));
        next.Close();

        var seen = (await ReadAsync(first, 0))[^1].Seq;

        Assert.True(next.GoesOnAfter(seen));
        Assert.Equal(["StepStarted", "StepReset"], (await ReadAsync(next, seen)).Select(e => e.GetType().Name));
    }

    [Fact]
    public void A_reader_that_was_told_part_of_a_row_from_the_rows_is_told_it_again_from_there()
    {
        var id = Guid.NewGuid();
        StoredMessage[] rows = [new(1, id, 0, MessageRole.User, [new TextPart("Ask")]), new(2, id, 1, MessageRole.Assistant, [new TextPart("a"), new TextPart("b")])];
        var log = new RunLog(rowsBefore: 0, epoch: 1);

        var told = RunReplay.Tell(id, id, rows, 0).Where(e => e is not Checkpoint).ToList();

        Assert.All(told, e => Assert.False(log.GoesOnAfter(e.Seq)));
        Assert.True(log.GoesOnAfter(EventNumber.OfRow(2)));
    }

    [Fact]
    public async Task Nothing_is_told_after_the_end()
    {
        var log = new RunLog(rowsBefore: 0, epoch: 1);
        log.Close();
        log.Add(new StepStarted(1));

        Assert.Empty(await ReadAsync(log, 0));
    }

    [Fact]
    public async Task Pieces_that_wait_for_a_reader_are_told_as_one()
    {
        var log = new RunLog(rowsBefore: 0, epoch: 1);
        log.Add(new ReasoningDelta(1, "h"), new ReasoningDelta(1, "m"), new TextDelta(1, "a"), new TextDelta(1, "b"), new TextDelta(2, "c"));
        log.Add(new ToolArgsDelta("x", "{"), new ToolArgsDelta("x", "}"), new ToolArgsDelta("y", "{}"));
        log.Close();

        Assert.Equal(
            [
                new ReasoningDelta(1, "hm") { Seq = 2 }, new TextDelta(1, "ab") { Seq = 4 }, new TextDelta(2, "c") { Seq = 5 },
                new ToolArgsDelta("x", "{}") { Seq = 7 }, new ToolArgsDelta("y", "{}") { Seq = 8 },
            ],
            await ReadAsync(log, 0));
    }

    private static async Task<List<AgentEvent>> ReadAsync(RunLog log, long after)
    {
        var events = new List<AgentEvent>();
        await foreach (var e in log.ReadAsync(after, TestContext.Current.CancellationToken))
            events.Add(e);
        return events;
    }

    /// <summary>Its process was killed when the step's row was kept and before all calls had begun; another process ran them.</summary>
    [Fact]
    public void Who_saw_a_step_but_not_its_calls_begin_is_told_of_both()
    {
        var id = Guid.NewGuid();
        StoredMessage[] rows =
        [
            new(1, id, 0, MessageRole.User, [new TextPart("How many?")]),
            new(2, id, 1, MessageRole.Assistant, [new CallPart("a", "execute_sql", "{}")]),
            new(3, id, 1, MessageRole.Tool, [new ResultPart("a", "3", false, 5)]),
        ];

        var told = RunReplay.Tell(id, id, rows, EventNumber.OfRow(2)).ToList();

        Assert.Equal(["ToolExecuting", "ToolFinished", "Checkpoint"], told.Select(e => e.GetType().Name));
        Assert.Equal(told.Select(e => e.Seq).Order().Distinct(), told.Select(e => e.Seq));
        Assert.Single(RunReplay.Tell(id, id, rows, 0).OfType<ToolExecuting>());
    }
}
