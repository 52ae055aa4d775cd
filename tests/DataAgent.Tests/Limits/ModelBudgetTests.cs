using DataAgent.Limits;
using DataAgent.Projects;
using DataAgent.Testing;
using DataAgent.Usage;

namespace DataAgent.Tests.Limits;

public sealed class ModelBudgetTests(PostgresServer server)
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_asks_until_its_models_took_the_tokens_of_the_day()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var member = await platform.AddMemberAsync(Role.Analyst, platform.ConnectionString, "public", Token, project => project.LlmProvider = "anthropic");
        var budget = new ModelBudget(platform, new LimitsOptions { ModelTokensPerDay = 1000 }, _clock);

        await AddCallAsync(platform, member, _clock.GetUtcNow().AddDays(-1), 5000);
        await AddCallAsync(platform, member, _clock.GetUtcNow(), 999);
        var within = await budget.FindWaitAsync(member.Project, Token);
        await AddCallAsync(platform, member, _clock.GetUtcNow(), 1);
        var over = await budget.FindWaitAsync(member.Project, Token);
        _clock.Advance(over!.Value);

        Assert.Null(within);
        Assert.Equal(TimeSpan.FromHours(12), over);
        Assert.Null(await budget.FindWaitAsync(member.Project, Token));
    }

    [Fact]
    public async Task Other_projects_the_offline_analyst_and_platforms_without_the_setting_are_not_stopped()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var spent = await platform.AddMemberAsync(Role.Analyst, platform.ConnectionString, "public", Token, project => project.LlmProvider = "anthropic");
        var other = await platform.AddMemberAsync(Role.Analyst, platform.ConnectionString, "public", Token, project => project.LlmProvider = "anthropic");
        var offline = await platform.AddMemberAsync(Role.Analyst, platform.ConnectionString, "public", Token);
        var budget = new ModelBudget(platform, new LimitsOptions { ModelTokensPerDay = 1000 }, _clock);
        await AddCallAsync(platform, spent, _clock.GetUtcNow(), 5000);
        await AddCallAsync(platform, offline, _clock.GetUtcNow(), 5000);

        Assert.NotNull(await budget.FindWaitAsync(spent.Project, Token));
        Assert.Null(await budget.FindWaitAsync(other.Project, Token));
        Assert.Null(await budget.FindWaitAsync(offline.Project, Token));
        Assert.Null(await new ModelBudget(platform, new LimitsOptions(), _clock).FindWaitAsync(spent.Project, Token));
    }

    private static async Task AddCallAsync(TestPlatform platform, Member member, DateTimeOffset at, long tokens)
    {
        await using var db = platform.CreateDbContext();
        db.ModelCalls.Add(new ModelCall
        {
            Id = Guid.CreateVersion7(),
            At = at,
            ProjectId = member.Project.Id,
            UserId = member.UserId,
            Purpose = "answer",
            Provider = "anthropic",
            Model = "claude-sonnet-5-5",
            InputTokens = tokens,
        });
        await db.SaveChangesAsync(Token);
    }
}
