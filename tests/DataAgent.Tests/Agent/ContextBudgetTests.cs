using DataAgent.Agent;
using DataAgent.Agent.Providers;
using DataAgent.Conversations;

namespace DataAgent.Tests.Agent;

public sealed class ContextBudgetTests
{
    private static readonly Guid _run = Guid.NewGuid();

    [Theory]
    [InlineData(200_000, null, 16_000, 184_000)]
    [InlineData(200_000, 32_000, 16_000, 16_000)]
    [InlineData(200_000, 1_000_000, 16_000, 184_000)]
    [InlineData(20_000, null, 16_000, 10_000)]
    public void The_models_context_counts_where_it_is_known_and_never_more_than_the_setting(int setting, int? known, int answer, long tokens) => Assert.Equal(
        new ContextBudget(tokens, 100),
        ContextBudget.Of(new ModelChoice(null!, "m", answer) { ContextTokens = known }, new AgentOptions { ContextTokens = setting }, fixedCharacters: 300));

    [Theory]
    [InlineData("claude-sonnet-4-5", 200_000)]
    [InlineData("claude-3-5-haiku-latest", 200_000)]
    [InlineData("claude-sonnet-5-5", 1_000_000)]
    public void The_context_of_anthropics_models_is_known(string model, int tokens) => Assert.Equal(tokens, AnthropicModel.Find(model).ContextTokens);

    [Fact]
    public void Within_half_of_the_room_nothing_changes()
    {
        var fitted = new ContextBudget(10_000, FixedTokens: 100).Fit(Steps(results: 10, characters: 300));

        Assert.All(fitted.Rows.SelectMany(r => r.Results), r => Assert.Equal(300, r.Text.Length));
        Assert.Equal(100 + (10 * 100), fitted.Tokens);
    }

    [Fact]
    public void Over_it_the_oldest_results_give_way_to_one_line_until_a_quarter_is_taken()
    {
        var fitted = new ContextBudget(16_000, FixedTokens: 0).Fit(Steps(results: 10, characters: 3_000));

        var lengths = fitted.Rows.SelectMany(r => r.Results).Select(r => r.Text.Length).ToList();
        Assert.Equal([3_000, 3_000, 3_000, 3_000], lengths[^4..]);
        Assert.Equal(5, lengths.Count(l => l < 200));
        Assert.Contains("result_id", fitted.Rows.SelectMany(r => r.Results).First().Text);
    }

    [Fact]
    public void What_has_given_way_stays_so_and_nothing_else_changes_until_half_is_taken_again()
    {
        var budget = new ContextBudget(16_000, FixedTokens: 0);
        var changes = 0;
        IReadOnlyList<string> before = [];
        for (var results = 1; results <= 30; results++)
        {
            var texts = budget.Fit(Steps(results, characters: 3_000)).Rows.SelectMany(r => r.Results).Select(r => r.Text).ToList();
            changes += before.SequenceEqual(texts.Take(before.Count)) ? 0 : 1;
            before = texts;
        }

        Assert.InRange(changes, 2, 8);
    }

    [Fact]
    public void The_last_results_stay_whatever_they_take() => Assert.All(
        new ContextBudget(100, FixedTokens: 0).Fit(Steps(results: 4, characters: 9_000)).Rows.SelectMany(r => r.Results), r => Assert.Equal(9_000, r.Text.Length));

    [Fact]
    public void The_size_is_the_last_usage_and_an_estimate_of_what_came_since()
    {
        StoredMessage[] path =
        [
            Text(1, MessageRole.User, 30_000),
            Text(2, MessageRole.Assistant, 300) with { Usage = new(4_000, 100, 0, 0) },
            Text(3, MessageRole.User, 600),
        ];

        Assert.Equal(4_000 + 100 + 200, new ContextBudget(100_000, FixedTokens: 900).Fit(path).Tokens);
    }

    [Fact]
    public void It_is_full_when_a_summary_would_help_and_not_when_the_prompt_alone_is_long()
    {
        StoredMessage[] path = [Text(1, MessageRole.User, 300), Text(2, MessageRole.Assistant, 24_000), Text(3, MessageRole.User, 300) with { RunId = Guid.NewGuid() }];
        var roomy = new ContextBudget(20_000, FixedTokens: 100);
        var full = new ContextBudget(10_000, FixedTokens: 100);
        var prompt = new ContextBudget(10_000, FixedTokens: 9_000);

        Assert.False(roomy.IsFull(roomy.Fit(path)));
        Assert.True(full.IsFull(full.Fit(path)));
        Assert.False(prompt.IsFull(prompt.Fit([path[2]])));
    }

    [Fact]
    public void Without_a_summary_the_oldest_questions_are_left_out_and_the_last_one_never()
    {
        var (old, now) = (Guid.NewGuid(), Guid.NewGuid());
        StoredMessage[] path =
        [
            Text(1, MessageRole.User, 300) with { RunId = old },
            Text(2, MessageRole.Assistant, 30_000) with { RunId = old },
            Text(3, MessageRole.User, 300),
            Text(4, MessageRole.Assistant, 300),
            Text(5, MessageRole.User, 60_000) with { RunId = now },
        ];

        var some = new ContextBudget(100_000, FixedTokens: 0).Squeeze(path, room: 21_000);
        var none = new ContextBudget(100_000, FixedTokens: 0).Squeeze(path, room: 10);

        Assert.Equal([3L, 4, 5], some.Rows.Select(r => r.Seq));
        Assert.Equal([5L], none.Rows.Select(r => r.Seq));
    }

    private static StoredMessage Text(long seq, string role, int characters) => new(seq, _run, 1, role, [new TextPart(new string('x', characters))]);

    /// <summary>Steps with one result each, without usage.</summary>
    private static List<StoredMessage> Steps(int results, int characters) =>
    [
        .. Enumerable.Range(1, results).SelectMany(i => new StoredMessage[]
        {
            new(2 * i, _run, i, MessageRole.Assistant, []),
            new((2 * i) + 1, _run, i, MessageRole.Tool, [new ResultPart($"c{i}", new string('x', characters), false, 1, Table(i))]),
        }),
    ];

    private static TableArtifact Table(int i) => new(new Guid(i, 0, 0, new byte[8]), "select 1", 5, false, null, 1, [], DateTimeOffset.UnixEpoch);
}
