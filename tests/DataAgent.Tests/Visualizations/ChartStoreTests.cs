using DataAgent.Audit;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Visualizations;

namespace DataAgent.Tests.Visualizations;

public sealed class ChartStoreTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chart_is_drawn_from_the_stored_rows_for_whoever_sees_them()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var charts = Charts(platform);
        var asker = await platform.AddMemberAsync(Role.Viewer, platform.ConnectionString, "public", Token);
        var colleague = await platform.AddMemberAsync(Role.Analyst, asker.Project, Token);
        var admin = await platform.AddMemberAsync(Role.Admin, asker.Project, Token);
        var table = Tables.Of("name:Text, v:Number", ["a", "1.10"]);
        var resultId = await KeepAsync(platform, asker, table);
        var spec = new ChartSpec(resultId, ChartType.Bar, "name", "v", "Values <now>");

        var id = await charts.AddAsync(asker, spec, Token);

        var figure = (await charts.FindFigureAsync(asker, id, Token))!;
        Assert.Equal(FigureBuilder.Build(table, spec).ToJsonString(), figure.ToJsonString());
        Assert.NotNull(await charts.FindFigureAsync(admin, id, Token));
        Assert.Null(await charts.FindFigureAsync(colleague, id, Token));
        Assert.Null(await charts.FindFigureAsync(asker, Guid.CreateVersion7(), Token));
    }

    [Fact]
    public async Task Nobody_can_chart_a_result_they_may_not_see()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var charts = Charts(platform);
        var asker = await platform.AddMemberAsync(Role.Viewer, platform.ConnectionString, "public", Token);
        var stranger = await platform.AddMemberAsync(Role.Admin, platform.ConnectionString, "public", Token);
        var resultId = await KeepAsync(platform, asker, Tables.Of("v:Number", ["1"]));

        await Assert.ThrowsAsync<ArgumentException>(() => charts.AddAsync(stranger, new ChartSpec(resultId, ChartType.Histogram, "v"), Token));
    }

    private static ChartStore Charts(TestPlatform platform) => new(platform, new ResultStore(platform), TimeProvider.System);

    private static async Task<Guid> KeepAsync(TestPlatform platform, Member member, ResultTable table)
    {
        var id = Guid.CreateVersion7();
        var entry = new AuditEntry { Id = id, Action = "query", Door = "chat", Outcome = "ran" };
        await new QueryTrail(platform.Source, TimeProvider.System).AddAsync(entry, new NewResult(id, member, null, table));
        return id;
    }
}
