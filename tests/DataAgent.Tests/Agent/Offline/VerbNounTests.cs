using DataAgent.Agent.Offline;
using DataAgent.Dictionary;
using Microsoft.Extensions.AI;

namespace DataAgent.Tests.Agent.Offline;

/// <summary>A verb stands for the table of its noun; where only a column is called so, it stands for nothing and must not end the run.</summary>
public sealed class VerbNounTests
{
    private static readonly DataDictionary _dictionary = new("shop", DateTimeOffset.UnixEpoch,
    [
        new("customers", TableKind.Table, null, 3, [new("id", "integer", "int4", false), new("order", "text", "text", true)]) { PrimaryKey = ["id"] },
    ], []);

    [Fact]
    public async Task A_verb_whose_noun_is_only_a_column_is_asked_for_in_the_data_and_then_not_understood()
    {
        using var analyst = new OfflineAnalyst(_dictionary);

        var reply = await analyst.GetResponseAsync([new ChatMessage(ChatRole.User, "customers who bought")], null, TestContext.Current.CancellationToken);

        Assert.Contains("look up where “bought” occurs", reply.Text, StringComparison.Ordinal);
    }
}
