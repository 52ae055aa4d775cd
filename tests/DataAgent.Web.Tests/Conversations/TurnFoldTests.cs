using System.Text.Json;
using DataAgent.Agent;
using DataAgent.Conversations;
using DataAgent.Web.Conversations;

namespace DataAgent.Web.Tests.Conversations;

public sealed class TurnFoldTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid RunId = Guid.CreateVersion7();

    private static readonly TableArtifact Table = new(Guid.CreateVersion7(), "select 1", 1, false, null, 4, ["shop.orders"], At);

    [Fact]
    public void Live_events_and_stored_rows_end_in_the_same_state()
    {
        TurnView stored = new(RunId, null, "How many?", RunStatus.Done, null, "offline", "offline", At, At,
        [
            new(1, 0, "user", [new TextPart("How many?")], At),
            new(2, 1, "assistant", [new TextPart("I count them."), new CallPart("a", "execute_sql", """{"sql":"select 1"}""")], At),
            new(3, 1, "tool", [new ResultPart("a", "1 row", false, 4, Table)], At),
            new(4, 2, "assistant", [new TextPart("There is **one**.")], At),
        ]);

        var live = Fold(
            new RunStarted(RunId, Guid.Empty, false),
            new StepStarted(1), new TextDelta(1, "I count "), new TextDelta(1, "them."),
            new ToolStarted(1, "a", "execute_sql"), new ToolArgsDelta("a", """{"sql":"""),
            new ToolExecuting(1, "a", "execute_sql", """{"sql":"select 1"}"""),
            new ToolFinished(1, "a", "execute_sql", false, 4, "1 row", Table),
            new StepStarted(2), new TextDelta(2, "There is "), new TextDelta(2, "**one**."),
            new RunEnded(RunStatus.Done, null));

        Assert.Equal(JsonSerializer.Serialize(TurnFold.From(stored)), JsonSerializer.Serialize(live));
        Assert.Equal("There is **one**.", live.Answer);
    }

    [Fact]
    public void A_summary_is_shown_the_same_live_and_from_rows_and_is_no_part_of_the_answer()
    {
        TurnView stored = new(RunId, null, "How many?", RunStatus.Done, null, "offline", "offline", At, At,
        [
            new(1, 0, "user", [new TextPart("How many?")], At), new(2, 1, "summary", [new TextPart("The record.")], At, new(100, 20, 0, 0)),
            new(3, 1, "assistant", [new TextPart("One.")], At, new(30, 4, 10, 0)),
        ]);
        AgentEvent[] told =
        [
            new RunStarted(RunId, Guid.Empty, false), new ContextSummarized(1, "The record."), new UsageReported(1, new(100, 20, 0, 0), IsSummary: true),
            new StepStarted(1), new TextDelta(1, "One."), new UsageReported(1, new(30, 4, 10, 0)), new RunEnded(RunStatus.Done, null),
        ];

        var live = Fold([.. told, .. told]);

        Assert.Equal(JsonSerializer.Serialize(TurnFold.From(stored)), JsonSerializer.Serialize(live));
        Assert.Equal("The record.", Assert.Single(live.Summaries));
        Assert.Equal(new TokenUsage(130, 24, 10, 0), live.Tokens);
        Assert.Equal("One.", live.Answer);
    }

    [Fact]
    public void A_step_that_is_asked_again_drops_what_was_shown_of_it()
    {
        var state = Fold(new StepStarted(1), new TextDelta(1, "Half an ans"), new StepReset(1), new TextDelta(1, "A whole one."));

        Assert.Equal("A whole one.", state.Answer);
    }

    [Fact]
    public void A_run_told_again_from_its_start_is_not_shown_twice()
    {
        AgentEvent[] told = [new RunStarted(RunId, Guid.Empty, false), new StepStarted(1), new TextDelta(1, "One.")];

        var state = Fold([.. told, .. told]);

        Assert.Equal("One.", state.Answer);
    }

    [Fact]
    public void A_call_without_a_result_is_interrupted_when_the_run_ends()
    {
        var state = Fold(new StepStarted(1), new ToolExecuting(1, "a", "execute_sql", "{}"), new RunEnded(RunStatus.Stopped, null));

        Assert.Equal(CallStatus.Interrupted, state.Calls.Single().Status);
        Assert.NotNull(EndWords.Say(state.Status, state.Detail));
    }

    [Fact]
    public void The_text_of_a_step_with_calls_is_a_note_and_not_the_answer()
    {
        var state = Fold(new StepStarted(1), new TextDelta(1, "Let me look."), new ToolStarted(1, "a", "find_tables"));

        Assert.Equal("", state.Answer);
    }

    [Fact]
    public void A_wait_is_said_and_forgotten_when_text_comes()
    {
        var waiting = Fold(new StepStarted(1), new RetryWait(1, 3.2, "The model is busy."));
        var going = TurnFold.Apply(waiting, new TextDelta(1, "Now"), At);

        Assert.Equal("The model is busy. Trying again in 4 s.", waiting.Waiting);
        Assert.Null(going.Waiting);
    }

    [Fact]
    public void An_event_that_was_seen_is_not_applied_again()
    {
        var turn = new LiveTurn(TurnState.Asked(RunId, "?", "offline", At));
        turn.Apply(new StepStarted(1) { Seq = 1 }, At);
        turn.Apply(new TextDelta(1, "once") { Seq = 2 }, At);

        turn.Apply(new TextDelta(1, "once") { Seq = 2 }, At);

        Assert.Equal("once", turn.State.Answer);
    }

    [Theory]
    [InlineData(RunStatus.Stopped)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Refused)]
    [InlineData(RunStatus.StepLimit)]
    public void Every_end_but_a_good_one_is_said_in_words(RunStatus status) => Assert.NotNull(EndWords.Say(status, null));

    [Fact]
    public void Charts_and_the_last_table_are_shown_and_earlier_tables_stay_with_their_steps()
    {
        var later = Table with { ResultId = Guid.CreateVersion7() };
        var state = Fold(
            new StepStarted(1), new ToolFinished(1, "a", "execute_sql", false, 1, "", Table),
            new StepStarted(2), new ToolFinished(2, "b", "execute_sql", false, 1, "", later));

        Assert.Equal(["b"], Evidence.Pick(state).Select(call => call.CallId));
    }

    private static TurnState Fold(params AgentEvent[] events) =>
        events.Aggregate(TurnState.Asked(RunId, "How many?", "offline", At), (state, happened) => TurnFold.Apply(state, happened, At));
}
