using DataAgent.Data;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DataAgent.Tests.Data;

public sealed class PlatformMigratorTests(PostgresServer server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_change_of_the_model_has_a_migration()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Cancelled);
        await using var db = platform.CreateDbContext();

        var pending = db.Database.HasPendingModelChanges();

        Assert.False(pending, "Run: dotnet ef migrations add Name --project src/DataAgent --startup-project src/DataAgent --output-dir Data/Migrations");
    }

    [Fact]
    public async Task Four_processes_may_migrate_an_empty_database_at_once()
    {
        var database = await server.CreateDatabaseAsync(Cancelled);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => MigrateAsync(database), Cancelled)));

        Assert.Equal(1L, await AskAsync(database, "select count(*) from schema_migration where migration_id like '%_Initial'"));
        Assert.Equal(0L, await AskAsync(database, "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"));
    }

    [Fact]
    public async Task A_project_of_an_older_version_has_no_extensions_switched_on()
    {
        var database = await server.CreateDatabaseAsync(Cancelled);
        await using var source = NpgsqlDataSource.Create(database);
        var options = new DbContextOptionsBuilder<PlatformDbContext>();
        options.UsePlatform(source);
        await using var db = new PlatformDbContext(options.Options);
        await db.Database.MigrateAsync("Initial", Cancelled);
        await AskAsync(database, """
            insert into project values (gen_random_uuid(), 'Old', 'old', '', 'h', 5432, 'd', 'public', '', '', 'prefer', '{}', '{}', '{}', '', 500, 30, 'offline', null, now(), now(), null)
            """);

        await MigrateAsync(database);

        Assert.Equal(Array.Empty<string>(), await AskAsync(database, "select allowed_extensions from project"));
    }

    [Fact]
    public async Task Runs_of_an_older_version_go_on_from_the_one_before_each_in_its_conversation()
    {
        var database = await server.CreateDatabaseAsync(Cancelled);
        await using var source = NpgsqlDataSource.Create(database);
        var options = new DbContextOptionsBuilder<PlatformDbContext>();
        options.UsePlatform(source);
        await using var db = new PlatformDbContext(options.Options);
        await db.Database.MigrateAsync("Initial", Cancelled);
        await AskAsync(database, """
            insert into user_account (id, email, display_name, is_platform_administrator, created_at) values (gen_random_uuid(), 'a@b', 'A', false, now());
            insert into project values (gen_random_uuid(), 'Old', 'old', '', 'h', 5432, 'd', 'public', '', '', 'prefer', '{}', '{}', '{}', '', 500, 30, 'offline', null, now(), now(), null);
            insert into conversation (id, project_id, user_id, title, created_at, updated_at)
            select gen_random_uuid(), p.id, u.id, t, now(), now() from project p, user_account u, unnest(array['x', 'y', 'empty']) t;
            insert into agent_run (id, conversation_id, status, provider, model, epoch, stop_requested, started_at)
            select gen_random_uuid(), c.id, 'Done', 'offline', c.title || n, 1, false, now() + n * interval '1 minute'
            from conversation c, generate_series(1, 3) n where c.title <> 'empty'
            """);

        await MigrateAsync(database);

        Assert.Equal("x1<-, x2<-x1, x3<-x2, y1<-, y2<-y1, y3<-y2", await AskAsync(database, """
            select string_agg(r.model || '<-' || coalesce(p.model, ''), ', ' order by r.model) from agent_run r left join agent_run p on p.id = r.parent_run_id
            """));
        Assert.Equal("empty:, x:x3, y:y3", await AskAsync(database, """
            select string_agg(c.title || ':' || coalesce(r.model, ''), ', ' order by c.title) from conversation c left join agent_run r on r.id = c.active_run_id
            """));
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        var database = await server.CreateDatabaseAsync(Cancelled);
        await MigrateAsync(database);
        await AskAsync(database, "insert into data_protection_key values (gen_random_uuid(), 'kept', 'x')");

        await MigrateAsync(database);

        Assert.Equal("kept", await AskAsync(database, "select friendly_name from data_protection_key"));
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_left_alone()
    {
        var database = await server.CreateDatabaseAsync(Cancelled);
        await MigrateAsync(database);
        await AskAsync(database, "insert into schema_migration values ('29990101000000_Future', '99')");

        var refusal = await Assert.ThrowsAsync<PlatformStartException>(() => MigrateAsync(database));

        Assert.Contains("29990101000000_Future", refusal.Message);
        Assert.Contains("Update the program", refusal.Message);
    }

    [Fact]
    public async Task A_conversation_has_at_most_one_live_run()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Cancelled);

        var index = await AskAsync(platform.ConnectionString, "select indexdef from pg_indexes where indexname = 'ux_agent_run_live'");

        Assert.Equal("CREATE UNIQUE INDEX ux_agent_run_live ON public.agent_run USING btree (conversation_id) WHERE (status = 'Running'::text)", index);
    }

    [Fact]
    public async Task The_registered_services_read_and_write()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Cancelled);
        await using var services = new ServiceCollection().AddPlatformDatabase(platform.ConnectionString).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(Cancelled);

        db.DataProtectionKeys.Add(new DataProtectionKey { Id = Guid.CreateVersion7(), FriendlyName = "one", SealedXml = "x" });
        await db.SaveChangesAsync(Cancelled);

        Assert.Equal("one", await db.DataProtectionKeys.Select(k => k.FriendlyName).SingleAsync(Cancelled));
    }

    private static async Task MigrateAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await new PlatformMigrator(source).MigrateAsync(Cancelled);
    }

    private static async Task<object?> AskAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancelled);
    }
}
