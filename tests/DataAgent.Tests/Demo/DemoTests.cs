using DataAgent.Demo;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DataAgent.Tests.Demo;

public sealed class DemoTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_database_is_whole_and_the_same_on_every_machine()
    {
        var name = $"t_demo_{Guid.CreateVersion7():n}";
        try
        {
            var made = await Task.WhenAll(
                DemoDatabase.EnsureAsync(server.AdminConnectionString, name, NullLogger.Instance, Token),
                DemoDatabase.EnsureAsync(server.AdminConnectionString, name, NullLogger.Instance, Token));

            Assert.Single(made, true);
            await using var source = NpgsqlDataSource.Create(DemoDatabase.On(server.AdminConnectionString, name));
            Assert.Equal("16 tables, 3 views", await ReadAsync(source, """
                select count(*) filter (where table_type = 'BASE TABLE') || ' tables, ' || count(*) filter (where table_type = 'VIEW') || ' views'
                from information_schema.tables where table_schema = 'shop'
                """));
            Assert.Equal("200000 orders, 642102 lines, 129116621.70", await ReadAsync(source, """
                select count(*) || ' orders, ' || (select count(*) from shop.order_lines) || ' lines, ' || (select sum(line_total) from shop.order_lines) from shop.orders
                """));
            Assert.Equal("2023-01-01 to 2025-12-31", await ReadAsync(source,
                "select (min(ordered_at) at time zone 'UTC')::date || ' to ' || (max(ordered_at) at time zone 'UTC')::date from shop.orders"));
            Assert.Equal("0", await ReadAsync(source, "select count(*)::text from shop.orders o where total_amount <> (select sum(line_total) from shop.order_lines l where l.order_id = o.order_id)"));
        }
        finally
        {
            await server.DropDatabaseAsync(name);
        }
    }

    [Fact]
    public async Task The_project_reads_the_shop_but_never_the_contacts_and_stays_away_when_it_was_deleted()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var administrator = await new UserDirectory(platform, TimeProvider.System).EnsureLocalAdministratorAsync(Token);
        var catalog = new ProjectCatalog(platform, platform.Vault, platform.Roles, TimeProvider.System);
        var demo = new DemoProject(platform, catalog, platform.Vault, TimeProvider.System, NullLogger<DemoProject>.Instance);

        await demo.EnsureAsync(server.AdminConnectionString, administrator, "offline", Token);
        await using (var db = platform.CreateDbContext())
            await db.Projects.ExecuteUpdateAsync(p => p.SetProperty(x => x.DbPort, 1), Token);
        await demo.EnsureAsync(server.AdminConnectionString, administrator, "offline", Token);

        var member = await new ProjectAccess(platform).FindMemberAsync(administrator.Id, DemoProject.Slug, Token);
        var (user, password) = platform.Vault.OpenDbLogin(member!.Project);
        await using (var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.AdminConnectionString)
        {
            Database = member.Project.DbName,
            Username = user,
            Password = password,
            Pooling = false,
        }.ConnectionString))
        {
            await connection.OpenAsync(Token);
            var report = await RoleCheck.RunAsync(connection, ReadOnlyRole.Of(member.Project, user, password), DateTimeOffset.UtcNow, Token);
            Assert.Empty(report.Attempts.Where(a => a is { IsSerious: true, Passed: false }).Select(a => a.Message));
        }

        var archive = new ProjectArchive(platform, new ProjectAccess(platform), platform.Roles, TimeProvider.System);
        Assert.IsType<ProjectOutcome.Removed>(await archive.DeleteAsync(member, member.Project.Name, QueryDoor.Page, Token));
        await demo.EnsureAsync(server.AdminConnectionString, administrator, "offline", Token);
        Assert.Null(await new ProjectAccess(platform).FindMemberAsync(administrator.Id, DemoProject.Slug, Token));
    }

    [Fact]
    public async Task A_project_from_a_backup_finds_its_login_again_on_a_server_that_does_not_know_it()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var administrator = await new UserDirectory(platform, TimeProvider.System).EnsureLocalAdministratorAsync(Token);
        var demo = new DemoProject(
            platform, new ProjectCatalog(platform, platform.Vault, platform.Roles, TimeProvider.System), platform.Vault, TimeProvider.System,
            NullLogger<DemoProject>.Instance);
        await demo.EnsureAsync(server.AdminConnectionString, administrator, "offline", Token);
        await using var admin = NpgsqlDataSource.Create(server.AdminConnectionString);
        await using var other = admin.CreateCommand("alter role demo_reader password 'of the other server'");
        await other.ExecuteNonQueryAsync(Token);

        await demo.EnsureAsync(server.AdminConnectionString, administrator, "offline", Token);

        var member = await new ProjectAccess(platform).FindMemberAsync(administrator.Id, DemoProject.Slug, Token);
        var (user, password) = platform.Vault.OpenDbLogin(member!.Project);
        Assert.True(await DemoDatabase.OpensAsync(server.AdminConnectionString, user, password, Token));
    }

    private static async Task<string> ReadAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }
}
