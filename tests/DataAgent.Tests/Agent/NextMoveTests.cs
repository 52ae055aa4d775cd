using DataAgent.Agent;
using DataAgent.Conversations;

namespace DataAgent.Tests.Agent;

public sealed class NextMoveTests
{
    private static readonly StoredMessage _question = Row(1, 0, "user", new TextPart("?"));
    private static readonly StoredMessage _calls = Row(2, 1, "assistant", new CallPart("a", "t", "{}"), new CallPart("b", "t", "{}"));

    [Fact]
    public void After_the_question_the_model_is_asked() => Assert.Equal(new NextMove.Ask(1, IsLast: false), NextMove.From([_question], 12));

    [Fact]
    public void Calls_without_a_result_come_first()
    {
        var move = Assert.IsType<NextMove.Answer>(NextMove.From([_question, _calls, Result(3, 1, "b")], 12));

        Assert.Equal(["a"], move.Calls.Select(c => c.CallId));
        Assert.False(move.AtLimit);
    }

    [Fact]
    public void An_id_that_a_server_used_before_is_another_call()
    {
        var again = Row(5, 2, "assistant", new CallPart("a", "t", "{}"));

        var move = NextMove.From([_question, _calls, Result(3, 1, "a"), Result(4, 1, "b"), again], 12);

        Assert.Equal((2, "a"), (Assert.IsType<NextMove.Answer>(move).Step, Assert.IsType<NextMove.Answer>(move).Calls[0].CallId));
    }

    [Fact]
    public void When_all_calls_have_results_the_model_is_asked_again() =>
        Assert.Equal(new NextMove.Ask(2, IsLast: true), NextMove.From([_question, _calls, Result(3, 1, "a"), Result(4, 1, "b")], 2));

    [Fact]
    public void A_paused_turn_goes_on() =>
        Assert.Equal(new NextMove.Ask(2, IsLast: false), NextMove.From([_question, Row(2, 1, "assistant", new TextPart("…")) with { StopReason = "pause_turn" }], 12));

    [Fact]
    public void Text_that_a_stop_left_ends_the_run_as_stopped() =>
        Assert.Equal(RunStatus.Stopped, Assert.IsType<NextMove.Finish>(NextMove.From([_question, Row(2, 1, "assistant", new TextPart("Half")) with { StopReason = NextMove.ReasonStopped }], 12)).End.Status);

    [Fact]
    public void Calls_in_the_last_step_are_answered_without_running_and_end_the_run()
    {
        Assert.True(Assert.IsType<NextMove.Answer>(NextMove.From([_question, _calls], 1)).AtLimit);
        Assert.Equal(RunStatus.StepLimit, Assert.IsType<NextMove.Finish>(NextMove.From([_question, _calls, Result(3, 1, "a"), Result(4, 1, "b")], 1)).End.Status);
    }

    [Fact]
    public void An_empty_last_word_is_fine_when_something_was_said_before()
    {
        var said = Row(2, 1, "assistant", new TextPart("Here is the chart."), new CallPart("a", "t", "{}"));

        var move = NextMove.From([_question, said, Result(3, 1, "a"), Row(4, 2, "assistant") with { StopReason = "stop" }], 12);

        Assert.Equal(RunStatus.Done, Assert.IsType<NextMove.Finish>(move).End.Status);
    }

    private static StoredMessage Row(long seq, int step, string role, params MessagePart[] parts) => new(seq, Guid.Empty, step, role, parts);

    private static StoredMessage Result(long seq, int step, string callId) =>
        Row(seq, step, "tool", new ResultPart(callId, "x", false, 1)) with { CallId = callId };
}
