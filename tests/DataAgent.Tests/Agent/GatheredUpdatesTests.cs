using DataAgent.Agent;
using DataAgent.Agent.Providers;
using Microsoft.Extensions.AI;

namespace DataAgent.Tests.Agent;

public sealed class GatheredUpdatesTests
{
    [Fact]
    public void Texts_that_follow_each_other_become_one_and_all_else_stays_as_it_came()
    {
        var gathered = new GatheredUpdates();
        foreach (var contents in (AIContent[][])
            [
                [new TextReasoningContent("Let me ")], [new TextReasoningContent("see.")], [new TextReasoningContent("") { ProtectedData = "sealed" }],
                [new TextContent("There ")], [new TextContent("are ")], [new TextContent("7.")],
                [new ToolCallDelta("c1", "execute_sql", "{\"query\"")], [new ToolCallDelta("c1", "execute_sql", ": 1}")],
                [new FunctionCallContent("c1", "execute_sql", new Dictionary<string, object?> { ["query"] = 1 })],
                [new UsageContent(new UsageDetails { InputTokenCount = 5 })],
            ])
            gathered.Add(new ChatResponseUpdate(ChatRole.Assistant, contents) { MessageId = "m" });
        gathered.Add(new ChatResponseUpdate { FinishReason = ChatFinishReason.ToolCalls });

        var response = gathered.ToResponse();

        Assert.Equal((ChatFinishReason.ToolCalls, 5), (response.FinishReason, response.Usage!.InputTokenCount));
        var kept = Assert.Single(response.Messages).Contents;
        Assert.Equal("Let me see.", string.Concat(kept.OfType<TextReasoningContent>().Select(r => r.Text)));
        Assert.Equal("sealed", Assert.Single(kept.OfType<TextReasoningContent>(), r => r.ProtectedData is not null).ProtectedData);
        Assert.Equal("There are 7.", Assert.Single(kept.OfType<TextContent>()).Text);
        Assert.Equal("c1", Assert.Single(kept.OfType<FunctionCallContent>()).CallId);
        Assert.Empty(kept.OfType<ToolCallDelta>());
    }

    [Fact]
    public void A_long_answer_keeps_every_word_in_order()
    {
        var gathered = new GatheredUpdates();
        for (var i = 0; i < 1_000; i++)
            gathered.Add(new ChatResponseUpdate(ChatRole.Assistant, $"{i} "));

        Assert.Equal(string.Concat(Enumerable.Range(0, 1_000).Select(i => $"{i} ")), gathered.ToResponse().Text);
    }
}
