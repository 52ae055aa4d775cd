using DataAgent.Agent;
using DataAgent.Conversations;

namespace DataAgent.Tests.Agent;

public sealed class ContextBudgetTests
{
    [Fact]
    public void Within_the_budget_nothing_changes()
    {
        var history = History(results: 10, characters: 300);

        Assert.Same(history, ContextBudget.Fit(history, tokens: 1_000));
    }

    [Fact]
    public void Over_it_the_oldest_results_give_way_to_one_line_until_half_is_free()
    {
        var fitted = ContextBudget.Fit(History(results: 10, characters: 3_000), tokens: 8_000);

        var lengths = fitted.SelectMany(r => r.Results).Select(r => r.Text.Length).ToList();
        Assert.Equal(6, lengths.Count(l => l < 200));
        Assert.Equal([3_000, 3_000, 3_000, 3_000], lengths[^4..]);
        Assert.Contains("result_id", fitted.SelectMany(r => r.Results).First().Text);
    }

    [Fact]
    public void The_last_results_stay_whatever_they_take() =>
        Assert.All(ContextBudget.Fit(History(results: 4, characters: 9_000), tokens: 100).SelectMany(r => r.Results), r => Assert.Equal(9_000, r.Text.Length));

    private static List<StoredMessage> History(int results, int characters) =>
        [.. Enumerable.Range(1, results).Select(i => new StoredMessage(i, Guid.Empty, i, "tool", [new ResultPart($"c{i}", new string('x', characters), false, 1, Table())]))];

    private static TableArtifact Table() => new(Guid.CreateVersion7(), "select 1", 5, false, null, 1, [], DateTimeOffset.UnixEpoch);
}
