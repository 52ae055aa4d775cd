using DataAgent.Audit;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Tests.Audit;

public sealed class AppendOnlyTests(PostgresServer server) : IAsyncLifetime
{
    private TestPlatform _platform = null!;
    private Member _admin = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.CreateAsync(server, Token);
        _admin = await _platform.AddMemberAsync(Role.Admin, _platform.ConnectionString, "public", Token);
        await using var db = _platform.CreateDbContext();
        db.AuditEntries.Add(ProjectAudit.Entry("project.edit", _admin.UserId, _admin.Project.Id, QueryDoor.Page, DateTimeOffset.UtcNow));
        db.AuditEntries.Add(ProjectAudit.Entry("project.edit", _admin.UserId, _admin.Project.Id, QueryDoor.Page, DateTimeOffset.UtcNow.AddDays(-9)));
        await db.SaveChangesAsync(Token);
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Theory]
    [InlineData("update audit_entry set outcome = 'ran'")]
    [InlineData("update audit_entry set outcome = 'ran' where false")]
    [InlineData("delete from audit_entry")]
    [InlineData("delete from audit_entry where at < now() - interval '5 days'")]
    [InlineData("truncate audit_entry")]
    [InlineData("truncate project cascade; truncate audit_entry")]
    [InlineData("set session_replication_role = replica; delete from audit_entry")]
    [InlineData("set dataagent.audit_expire_before = 'infinity'; delete from audit_entry")]
    [InlineData("insert into audit_entry select * from audit_entry on conflict (id) do update set detail = 'other'")]
    public async Task The_owner_of_the_tables_changes_nothing_by_statements(string sql)
    {
        var e = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(_platform.ConnectionString, sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, e.SqlState);
        Assert.StartsWith("The audit log is only added to", e.MessageText, StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task What_is_old_enough_goes_by_the_one_way_and_what_is_of_today_by_none()
    {
        await ExecuteAsync(_platform.ConnectionString, "select expire_audit_entries('infinity', 100)");

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_login_that_does_not_own_the_tables_cannot_take_the_trigger_away_either()
    {
        var login = $"app_{Guid.NewGuid():n}";
        await ExecuteAsync(_platform.ConnectionString, $"""
            create role {login} login password 'app';
            grant select, insert, update, delete on all tables in schema public to {login};
            revoke update, delete on audit_entry from {login};
            grant execute on function expire_audit_entries(timestamptz, integer) to {login};
            """);
        var app = new NpgsqlConnectionStringBuilder(_platform.ConnectionString) { Username = login, Password = "app", Pooling = false }.ConnectionString;

        foreach (var sql in (string[])
            ["alter table audit_entry disable trigger all", "drop trigger audit_entry_no_delete on audit_entry", "drop table audit_entry",
             "set dataagent.audit_expire_before = 'infinity'; delete from audit_entry", "set session_replication_role = replica",
             "create or replace function refuse_audit_change() returns trigger language plpgsql as 'begin return old; end'"])
            await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(app, sql));
        await ExecuteAsync(app, "select expire_audit_entries(now() - interval '5 days', 100)");

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Entries_outlive_the_project_and_the_people_they_name()
    {
        await using (var db = _platform.CreateDbContext())
        {
            await db.Projects.ExecuteDeleteAsync(Token);
            await db.Users.ExecuteDeleteAsync(Token);
        }

        Assert.Equal(2, await CountAsync());
        var root = new User { Id = Guid.CreateVersion7(), Email = "", DisplayName = "", IsPlatformAdministrator = true };
        Assert.Empty((await new AuditLog(_platform, TimeProvider.System).ListAsync(root, new AuditFilter(), null, Token)).Lines);
    }

    private async Task<int> CountAsync()
    {
        await using var db = _platform.CreateDbContext();
        return await db.AuditEntries.CountAsync(e => e.Action == "project.edit", Token);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
        await transaction.CommitAsync(Token);
    }
}
