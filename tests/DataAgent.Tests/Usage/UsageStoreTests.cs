using DataAgent.Agent;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Tests.Agent;
using DataAgent.Usage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Tests.Usage;

public sealed class UsageStoreTests(PostgresServer server) : ModelDoubleTest(server)
{
    private static UsageFilter Month(UsageBy by) => UsageFilter.LastDays(30, DateTimeOffset.UtcNow, by);

    [Fact]
    public async Task Each_call_counts_with_the_tokens_its_provider_told()
    {
        Model.Then(Says.Call("a", "find_tables", """{"query":"sales"}"""), Says.Text("None."));
        var member = await AddAsync("anthropic");
        await using var host = Start();

        var (_, events) = await host.AskAsync(member, "Which sales?");

        var total = (await host.Usage.ReadAsync(member, Month(UsageBy.Day), Token)).Total;
        Assert.Equal((1, 2, 0, 0), (total.Questions, total.Calls, total.Failed, total.Uncounted));
        var told = events.OfType<UsageReported>().Select(u => u.Usage).ToList();
        Assert.Equal(new(told.Sum(u => u.Input), told.Sum(u => u.Output), told.Sum(u => u.CacheRead), told.Sum(u => u.CacheWrite)), total.Tokens);
        // 25 fresh, 2,000 from the cache and 1,000 into it: each time at its own price.
        Assert.Equal((2 * ((25 * 3) + (2000 * 0.3) + (1000 * 3.75)) / 1e6) + (total.Tokens.Output * 15 / 1e6), total.Cost!.Value, 9);
    }

    [Fact]
    public async Task Tokens_of_chat_completions_count_too_and_a_model_without_a_price_is_named()
    {
        Model.Then(Says.Text("Hello."));
        var member = await AddAsync("openai");
        await using var host = Start();

        await host.AskAsync(member, "Hello?");

        var line = Assert.Single((await host.Usage.ReadAsync(member, Month(UsageBy.Model), Token)).Lines);
        Assert.Equal("cheap", line.Title);
        Assert.True(line.Sum.Tokens is { Input: > 0, Output: > 0 });
        Assert.Null(line.Sum.Cost);
        Assert.Equal(["cheap"], line.Sum.Unpriced);
    }

    [Fact]
    public async Task A_call_that_failed_is_counted_as_such_and_its_repetition_once()
    {
        Model.Then(Says.Error(529, "overloaded_error"), Says.Then("Half an", new ResetPiece()), Says.Text("Whole."));
        var member = await AddAsync("anthropic");
        await using var host = Start();

        await host.AskAsync(member, "Well?");

        var total = (await host.Usage.ReadAsync(member, Month(UsageBy.Day), Token)).Total;
        Assert.Equal((1, 3, 2, 0), (total.Questions, total.Calls, total.Failed, total.Uncounted));
    }

    [Fact]
    public async Task A_stopped_call_is_said_to_be_without_a_count()
    {
        Model.Then(Says.Then("I begin", new WaitPiece(Task.Delay(Timeout.Infinite, Token))));
        var member = await AddAsync("anthropic");
        await using var host = Start();
        var (conversation, run) = await host.StartAsync(member, "Tell me all");
        await host.WatchUntilAsync(member, run, e => e is TextDelta);

        await host.Coordinator.StopAsync(member, conversation, Token);
        await host.WatchAsync(member, run);

        var total = (await host.Usage.ReadAsync(member, Month(UsageBy.Day), Token)).Total;
        Assert.Equal((1, 1, 0, 1), (total.Questions, total.Calls, total.Failed, total.Uncounted));
    }

    [Fact]
    public async Task What_was_spent_stays_when_the_conversation_goes()
    {
        Model.Then(Says.Text("Hello."));
        var member = await AddAsync("anthropic");
        await using var host = Start();
        var (conversation, _) = await host.AskAsync(member, "Hello?");
        var before = await host.Usage.ReadAsync(member, Month(UsageBy.Conversation), Token);

        Assert.True(await host.Conversations.DeleteAsync(member, conversation, QueryDoor.Http, Token));

        var after = await host.Usage.ReadAsync(member, Month(UsageBy.Conversation), Token);
        Assert.Equal("Hello?", Assert.Single(before.Lines).Title);
        Assert.Equal("(deleted conversation)", Assert.Single(after.Lines).Title);
        Assert.Equal(before.Total.Tokens, after.Total.Tokens);
    }

    [Fact]
    public async Task An_admin_sees_everybody_a_viewer_what_they_used_themselves()
    {
        Model.Then(Says.Text("One."), Says.Text("Two."));
        var admin = await AddAsync("anthropic", Role.Admin);
        var viewer = await Platform.AddMemberAsync(Role.Viewer, admin.Project, Token);
        await using var host = Start();
        await host.AskAsync(admin, "One?");
        await host.AskAsync(viewer, "Two?");

        var all = await host.Usage.ReadAsync(admin, Month(UsageBy.Person), Token);
        var own = await host.Usage.ReadAsync(viewer, Month(UsageBy.Person), Token);

        Assert.Equal(new[] { admin.Email, viewer.Email }.Order(StringComparer.Ordinal), all.Lines.Select(l => l.Title).Order(StringComparer.Ordinal));
        Assert.Equal((2, true), (all.Total.Questions, all.IsWhole));
        Assert.Equal((viewer.Email, 1, false), (Assert.Single(own.Lines).Title, own.Total.Questions, own.IsWhole));
    }

    [Fact]
    public async Task The_test_of_a_model_costs_too_and_is_no_question()
    {
        Model.Then(Says.Call("a", "report_number", """{"number":42}"""));
        var admin = await AddAsync("anthropic", Role.Admin);
        await using var host = Start();

        await host.ModelTest.RunAsync(admin, QueryDoor.CommandLine, Token);

        var report = await host.Usage.ReadAsync(admin, Month(UsageBy.Conversation), Token);
        Assert.Equal((0, 1), (report.Total.Questions, report.Total.Calls));
        Assert.Equal("(test of the model)", Assert.Single(report.Lines).Title);
        Assert.True(report.Total.Tokens.Input > 0);
    }

    [Fact]
    public async Task The_offline_analyst_costs_nothing_and_says_so()
    {
        var member = await AddAsync("offline");
        await using var host = Start();

        await host.AskAsync(member, "Hello?");

        var total = (await host.Usage.ReadAsync(member, Month(UsageBy.Day), Token)).Total;
        Assert.Equal((1, 0, 0d), (total.Questions, total.Uncounted, total.Cost));
        Assert.Empty(total.Unpriced);
    }

    [Fact]
    public async Task Answers_of_an_older_version_are_counted_after_the_upgrade()
    {
        var database = await Server.CreateDatabaseAsync(Token);
        await using var source = NpgsqlDataSource.Create(database);
        var options = new DbContextOptionsBuilder<PlatformDbContext>();
        options.UsePlatform(source);
        await using var db = new PlatformDbContext(options.Options);
        await db.Database.MigrateAsync("ModelSettings", Token);
        await using (var old = source.CreateCommand("""
            insert into user_account (id, email, display_name, is_platform_administrator, created_at) values ('00000000-0000-0000-0000-000000000001', 'a@b', 'A', false, now());
            insert into project (id, name, slug, description, db_host, db_port, db_name, db_schema, sealed_db_user, sealed_db_password, db_tls, allowed_tables, excluded_tables,
              allowed_functions, allowed_extensions, system_prompt, max_rows_per_query, max_query_timeout_seconds, llm_provider, created_at, updated_at)
            values ('00000000-0000-0000-0000-000000000002', 'Old', 'old', '', 'h', 5432, 'd', 'public', '', '', 'prefer', '{}', '{}', '{}', '{}', '', 500, 30, 'anthropic', now(), now());
            insert into conversation values ('00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'T', now(), now());
            insert into agent_run (id, conversation_id, status, provider, model, epoch, stop_requested, started_at)
            values ('00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000003', 'Done', 'anthropic', 'm', 1, false, now());
            insert into agent_message (conversation_id, seq, run_id, step, role, parts, usage, created_at)
            values ('00000000-0000-0000-0000-000000000003', 1, '00000000-0000-0000-0000-000000000004', 0, 'user', '[]', null, now()),
                   ('00000000-0000-0000-0000-000000000003', 2, '00000000-0000-0000-0000-000000000004', 1, 'assistant', '[]', '{"input":100,"output":20,"cacheRead":7,"cacheWrite":3}', now());
            """))
            await old.ExecuteNonQueryAsync(Token);

        await new PlatformMigrator(source).MigrateAsync(Token);

        var call = await db.ModelCalls.AsNoTracking().SingleAsync(Token);
        Assert.Equal((100L, 20L, 7L, 3L, "m", "anthropic"), (call.InputTokens, call.OutputTokens, call.CacheReadTokens, call.CacheWriteTokens, call.Model, call.Provider));
    }

    private async Task<Member> AddAsync(string provider, Role role = Role.Viewer) => await Platform.AddMemberAsync(
        role, await Server.AddReaderAsync(await Server.CreateDatabaseAsync(Token), "public", Token), "public", Token,
        p => (p.LlmProvider, p.LlmModel) = (provider, provider switch { "openai" => "cheap", "offline" => null, _ => "dear" }));

    private AgentHost Start() => AgentHost.Start(Platform, options: AgentHost.Quick with
    {
        AnthropicApiKey = "key-1",
        AnthropicBaseUrl = Model.BaseUrl,
        OpenAIApiKey = "key-2",
        OpenAIBaseUrl = Model.OpenAIBaseUrl,
        Prices = PriceList.Parse("dear=3,15,0.3,3.75"),
    });
}
