using DataAgent.Agent.Offline;
using DataAgent.Dictionary;
using DataAgent.Dictionary.Notes;
using Microsoft.Extensions.AI;

namespace DataAgent.Tests.Agent.Offline;

/// <summary>What the project's admins noted is heeded without a model, too.</summary>
public sealed class NotesTests
{
    private static readonly DataDictionary _bare = new("shop", DateTimeOffset.UnixEpoch,
    [
        new("acct", TableKind.Table, null, 3, [new("id", "integer", "int4", false), new("title", "text", "text", false)]) { PrimaryKey = ["id"] },
        new("txn", TableKind.Table, null, 9,
            [new("id", "integer", "int4", false), new("holder", "integer", "int4", false), new("amt_net", "numeric", "numeric", false)]) { PrimaryKey = ["id"] },
    ], []);

    [Fact]
    public async Task A_tables_synonym_is_its_name()
    {
        Assert.DoesNotContain("count(*)", await SqlAsync(_bare, "How many memberships are there?"), StringComparison.Ordinal);
        Assert.Contains("count(*)", await SqlAsync(Noted(), "How many memberships are there?"), StringComparison.Ordinal);
        Assert.Contains("from acct", await SqlAsync(Noted(), "How many memberships are there?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_columns_synonym_is_its_name_and_a_hint_joins_from_either_side()
    {
        var there = await SqlAsync(Noted(), "Total turnover by membership");
        var back = await SqlAsync(Noted() with { JoinHints = [new JoinHint("acct", "id", "txn", "holder")] }, "Total turnover by membership");

        Assert.Contains("sum(t.amt_net)", there, StringComparison.Ordinal);
        Assert.Contains("join acct a on a.id = t.holder", there, StringComparison.Ordinal);
        Assert.Equal(there, back);
    }

    private static DataDictionary Noted() => _bare with
    {
        Tables =
        [
            _bare.Tables[0] with { Note = NoteText.Empty with { Synonyms = ["memberships"] } },
            _bare.Tables[1] with
            {
                Columns = [.. _bare.Tables[1].Columns.Select(c => c.Name == "amt_net" ? c with { Note = NoteText.Empty with { Synonyms = ["turnover"] } } : c)],
            },
        ],
        JoinHints = [new JoinHint("txn", "holder", "acct", "id")],
    };

    private static async Task<string> SqlAsync(DataDictionary dictionary, string question)
    {
        using var analyst = new OfflineAnalyst(dictionary);
        var tools = new ChatOptions { Tools = [AIFunctionFactory.Create((string query) => query, "execute_sql")] };
        var reply = await analyst.GetResponseAsync([new ChatMessage(ChatRole.User, question)], tools, TestContext.Current.CancellationToken);
        return reply.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().FirstOrDefault()?.Arguments?["query"] as string ?? reply.Text;
    }
}
