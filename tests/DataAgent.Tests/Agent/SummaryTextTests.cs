using DataAgent.Agent;
using DataAgent.Conversations;

namespace DataAgent.Tests.Agent;

public sealed class SummaryTextTests
{
    private static readonly Guid _first = Guid.NewGuid(), _second = Guid.NewGuid(), _result = Guid.NewGuid();

    private static readonly StoredMessage[] _path =
    [
        new(1, _first, 0, MessageRole.User, [new TextPart("How many orders?")]),
        new(2, _first, 1, MessageRole.Assistant, [new ReasoningPart("hidden thoughts", "sig", false), new CallPart("c", "execute_sql", """{"query":"select 1"}""")]),
        new(3, _first, 1, MessageRole.Tool, [new ResultPart("c", $"<data>\n{new string('9', 4_000)}\n</data>", false, 1, Table())]) { CallId = "c" },
        new(4, _first, 2, MessageRole.Assistant, [new TextPart("Nine hundred.")]),
        new(5, _second, 0, MessageRole.User, [new TextPart("And customers?")]),
    ];

    [Fact]
    public void Without_a_summary_the_path_is_sent_as_it_is() => Assert.Same(_path, SummaryText.Apply(_path));

    [Fact]
    public void A_summary_stands_for_all_before_it_and_its_own_question_stays_word_for_word()
    {
        StoredMessage[] path =
        [
            .. _path, new(6, _second, 1, MessageRole.Summary, [new TextPart("The record.")]), new(7, _second, 1, MessageRole.Assistant, [new TextPart("Forty.")]),
        ];

        var rows = SummaryText.Apply(path);

        Assert.Equal([MessageRole.User, MessageRole.Assistant], rows.Select(r => r.Role));
        var text = Assert.IsType<TextPart>(Assert.Single(rows[0].Parts)).Text;
        Assert.Contains("The record.", text);
        Assert.EndsWith("word for word:\nAnd customers?", text);
        Assert.DoesNotContain("Nine hundred", text);
    }

    [Fact]
    public void Of_several_summaries_the_last_counts()
    {
        StoredMessage[] path =
        [
            .. _path, new(6, _second, 1, MessageRole.Summary, [new TextPart("Old record.")]), new(7, _second, 1, MessageRole.Assistant, [new TextPart("Forty.")]),
            new(8, _second, 2, MessageRole.Summary, [new TextPart("New record.")]),
        ];

        var text = Assert.IsType<TextPart>(Assert.Single(Assert.Single(SummaryText.Apply(path)).Parts)).Text;

        Assert.Contains("New record.", text);
        Assert.DoesNotContain("Old record.", text);
        Assert.Contains("Old record.", SummaryText.Transcript(path[..7], room: 100_000));
    }

    [Fact]
    public void A_transcript_has_questions_calls_results_and_answers_without_thoughts_and_with_whole_fences()
    {
        var text = SummaryText.Transcript(_path, room: 100_000);

        Assert.Equal(["Person: How many orders?", "Analyst: Nine hundred.", "Person: And customers?"], text.Split('\n').Where(l => l.StartsWith("Person", StringComparison.Ordinal) || l.StartsWith("Analyst:", StringComparison.Ordinal)));
        Assert.Contains("""Analyst calls execute_sql: {"query":"select 1"}""", text);
        Assert.Contains($"result_id {_result}, 5 rows", text);
        Assert.DoesNotContain("hidden thoughts", text);
        Assert.Equal(text.Split("<data>").Length, text.Split("</data>").Length);
        Assert.InRange(text.Length, 1_500, 2_200);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(500)]
    [InlineData(70)]
    public void A_transcript_keeps_to_its_room_and_what_is_newest_stays(int room)
    {
        var text = SummaryText.Transcript(_path, room);

        Assert.True(text.Length <= room, $"{text.Length} > {room}");
        Assert.EndsWith("And customers?", text);
        Assert.Equal(room < 500, text.StartsWith("(Earlier", StringComparison.Ordinal));
    }

    private static TableArtifact Table() => new(_result, "select 1", 5, false, null, 1, [], DateTimeOffset.UnixEpoch);
}
