using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SavedQueries;
using DataAgent.SqlGuard;
using DataAgent.Tests.Queries;

namespace DataAgent.Tests.SavedQueries;

public sealed class SchemaRefreshTests(CustomerDatabase database) : IClassFixture<CustomerDatabase>, IDisposable
{
    private readonly Guard _guard = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DictionaryStore Dictionaries => new(database.Platform, database.Pools.OpenAsync, database.Platform.Roles, TimeProvider.System);

    [Fact]
    public async Task Tells_each_member_of_the_broken_queries_they_may_see_and_counts_the_others()
    {
        await database.ExecuteAsync($"create table shop.visit (id int, page text); grant select on shop.visit to {database.RoleName}");
        var admin = await database.AddMemberAsync(Role.Admin);
        var analyst = await database.Platform.AddMemberAsync(Role.Analyst, admin.Project, Token);
        var viewer = await database.Platform.AddMemberAsync(Role.Viewer, admin.Project, Token);
        await SaveAsync(admin, new("Pages", "select page from visit"));
        await SaveAsync(admin, new("By id", "select * from visit where id = :id") { Parameters = [new("id", ParameterType.Integer)], IsShared = true });
        await SaveAsync(analyst, new("Secret plan", "select count(*) as n from visit"));
        await SaveAsync(analyst, new("Names", "select name from customer") { IsShared = true });
        var before = await RefreshAsync(admin, save: true);

        await database.ExecuteAsync("alter table shop.visit rename to visits");
        var dry = await RefreshAsync(viewer, save: false);
        var seen = await RefreshAsync(admin, save: true);
        var other = await RefreshAsync(analyst, save: false);

        Assert.True(before.IsEmpty);
        Assert.Equal((0, 3), (dry.Queries.Count, dry.Hidden));
        Assert.Equal(["By id", "Pages"], seen.Queries.Select(q => q.Name));
        Assert.Equal((1, "One more that is not yours to see."), (seen.Hidden, seen.HiddenInWords));
        Assert.Contains("visits", seen.Queries[0].Reason, StringComparison.Ordinal);
        Assert.Equal(["By id", "Secret plan"], other.Queries.Select(q => q.Name));
        Assert.Equal(1, other.Hidden);
    }

    public void Dispose() => _guard.Dispose();

    private async Task<BrokenQueries> RefreshAsync(Member member, bool save) =>
        (await new SchemaRefresh(database.Platform, Dictionaries, _guard).RefreshAsync(member, save, QueryDoor.CommandLine, Token)).Broken;

    private async Task SaveAsync(Member member, SavedQueryDraft draft)
    {
        var options = new QueryOptions();
        var runner = new QueryRunner(_guard, Dictionaries, database.Platform.Roles, database.Pools, new QueryTrail(database.Platform.Source, TimeProvider.System), options, TimeProvider.System);
        Assert.IsType<SavedQueryOutcome.Found>(await new SavedQueryStore(database.Platform, runner, TimeProvider.System).AddAsync(member, draft, QueryDoor.Http, Token));
    }
}
