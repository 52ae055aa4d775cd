using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SqlGuard;

namespace DataAgent.Tests.Queries;

/// <summary>The one door to a customer's database, whole.</summary>
internal sealed class Door(CustomerDatabase customer, Guard guard)
{
    public DictionaryStore Dictionaries => new(customer.Platform, customer.Pools.OpenAsync, customer.Platform.Roles, TimeProvider.System);

    public Task<QueryOutcome> AskAsync(Member member, string sql) =>
        new QueryRunner(guard, Dictionaries, customer.Platform.Roles, customer.Pools, new QueryTrail(customer.Platform.Source, TimeProvider.System), new QueryOptions(), TimeProvider.System)
            .RunAsync(member, new QueryRequest(sql, QueryDoor.Chat), TestContext.Current.CancellationToken);

    /// <summary>The only value of the only row.</summary>
    public async Task<string?> ValueAsync(Member member, string sql)
    {
        var outcome = await AskAsync(member, sql);
        Assert.True(outcome is QueryOutcome.Ran, $"{sql}: {Words(outcome)}");
        return ((QueryOutcome.Ran)outcome).Table.Rows.Single()[0];
    }

    public async Task<Refusal> RefusalAsync(Member member, string sql)
    {
        var outcome = await AskAsync(member, sql);
        Assert.True(outcome is QueryOutcome.Refused, $"{sql}: {Words(outcome)}");
        return ((QueryOutcome.Refused)outcome).Reasons[0];
    }

    private static string Words(QueryOutcome outcome) => outcome switch
    {
        QueryOutcome.Refused refused => string.Join(" ", refused.Reasons.Select(r => r.Message)),
        QueryOutcome.Failed failed => failed.Advice,
        QueryOutcome.RoleNotAccepted no => string.Join(" ", no.Standing.Findings),
        _ => "ran",
    };
}
