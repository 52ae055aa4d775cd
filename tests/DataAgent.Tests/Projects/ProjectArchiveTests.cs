using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Projects;

public sealed class ProjectArchiveTests(PostgresServer server) : IAsyncLifetime
{
    private TestPlatform _platform = null!;
    private Member _admin = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ProjectAccess Access => new(_platform);
    private ProjectArchive Archive => new(_platform, Access, _platform.Roles, TimeProvider.System);
    private string Slug => _admin.Project.Slug;

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.CreateAsync(server, Token);
        var customer = await server.CreateDatabaseAsync(Token);
        _admin = await _platform.AddMemberAsync(Role.Admin, await server.AddReaderAsync(customer, "public", Token), "public", Token);
        // Something of every kind that hangs on a project.
        await using var command = _platform.Source.CreateCommand($"""
            insert into conversation (id, project_id, user_id, title, created_at, updated_at, active_run_id)
            values ('{Fill(1)}', '{_admin.Project.Id}', '{_admin.UserId}', 'Orders', now(), now(), '{Fill(2)}');
            insert into agent_run (id, conversation_id, status, provider, model, epoch, stop_requested, started_at)
            values ('{Fill(2)}', '{Fill(1)}', 'Done', 'offline', 'offline', 1, false, now());
            insert into agent_run (id, conversation_id, status, provider, model, epoch, stop_requested, started_at, parent_run_id)
            values ('{Fill(3)}', '{Fill(1)}', 'Done', 'offline', 'offline', 1, false, now(), '{Fill(2)}');
            insert into agent_message (conversation_id, seq, run_id, step, role, parts, created_at)
            values ('{Fill(1)}', 1, '{Fill(2)}', 0, 'user', '[]', now());
            insert into saved_query (id, project_id, user_id, name, description, sql, parameters, is_shared, version, created_at, updated_at)
            values ('{Fill(4)}', '{_admin.Project.Id}', '{_admin.UserId}', 'Ours', '', 'select 1', '[]', true, 1, now(), now());
            insert into saved_query_version (saved_query_id, version, name, description, sql, parameters, is_shared, at)
            values ('{Fill(4)}', 1, 'Ours', '', 'select 1', '[]', true, now());
            insert into run_feedback (run_id, user_id, verdict, reasons, comment, given_at) values ('{Fill(2)}', '{_admin.UserId}', 'Up', array[]::text[], '', now());
            """);
        await command.ExecuteNonQueryAsync(Token);
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Fact]
    public async Task An_archived_project_is_opened_by_nobody_and_comes_back_whole()
    {
        var analyst = await _platform.AddMemberAsync(Role.Analyst, _admin.Project, Token);

        Assert.IsType<ProjectOutcome.Removed>(await Archive.ArchiveAsync(_admin, QueryDoor.Page, Token));
        Assert.Null(await Access.FindMemberAsync(_admin.UserId, Slug, Token));
        Assert.Empty(await Access.ListProjectsAsync(_admin.UserId, Token));
        var listed = Assert.Single(await Archive.ListAsync(_admin.UserId, Token));
        var restored = await Archive.RestoreAsync((await Access.FindArchivedAsync(_admin.UserId, Slug, Token))!, QueryDoor.Page, Token);

        Assert.Equal((Slug, "Test", 2, 1, 1), (listed.Slug, listed.Name, listed.Members, listed.Conversations, listed.SavedQueries));
        // Its login is still there: the role could be asked.
        Assert.Equal(RoleVerdict.Sound, Assert.IsType<ProjectOutcome.Saved>(restored).Standing.Verdict);
        Assert.Equal(Role.Analyst, (await Access.FindMemberAsync(analyst.UserId, Slug, Token))!.Role);
        Assert.Empty(await Archive.ListAsync(_admin.UserId, Token));
        Assert.Equal(["project.archive", "project.restore"], await ActionsAsync("project."));
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    public async Task Only_admins_archive_and_find_what_is_archived(Role role)
    {
        var member = await _platform.AddMemberAsync(role, _admin.Project, Token);

        Assert.IsType<ProjectOutcome.Forbidden>(await Archive.ArchiveAsync(member, QueryDoor.Page, Token));
        Assert.IsType<ProjectOutcome.Forbidden>(await Archive.DeleteAsync(member, "Test", QueryDoor.Page, Token));
        Assert.NotNull(await Access.FindMemberAsync(_admin.UserId, Slug, Token));
        await Archive.ArchiveAsync(_admin, QueryDoor.Page, Token);

        Assert.Null(await Access.FindArchivedAsync(member.UserId, Slug, Token));
        Assert.Empty(await Archive.ListAsync(member.UserId, Token));
    }

    [Fact]
    public async Task Platform_administrators_clear_up_what_others_archived_but_nobody_who_is_disabled_does()
    {
        await Archive.ArchiveAsync(_admin, QueryDoor.Page, Token);
        var stranger = await _platform.AddMemberAsync(Role.Admin, await server.CreateDatabaseAsync(Token), "public", Token);
        Assert.Null(await Access.FindArchivedAsync(stranger.UserId, Slug, Token));

        await SetAsync($"update user_account set is_platform_administrator = true where id = '{stranger.UserId}'");
        Assert.NotNull(await Access.FindArchivedAsync(stranger.UserId, Slug, Token));

        await SetAsync("update user_account set disabled_at = now()");
        Assert.Null(await Access.FindArchivedAsync(stranger.UserId, Slug, Token));
        Assert.Empty(await Archive.ListAsync(_admin.UserId, Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_hangs_on_a_deleted_project_goes_with_it_and_the_audit_log_stays(bool wasArchived)
    {
        if (wasArchived)
            await Archive.ArchiveAsync(_admin, QueryDoor.Page, Token);

        var mistyped = await Archive.DeleteAsync(_admin.UserId, Slug, "Text", QueryDoor.Http, Token);
        var before = await RowsAsync();
        var deleted = await Archive.DeleteAsync(_admin.UserId, Slug, " Test ", QueryDoor.Http, Token);

        Assert.Equal("name", Assert.Single(Assert.IsType<ProjectOutcome.Invalid>(mistyped).Errors).Field);
        Assert.Equal(["agent_message", "agent_run", "conversation", "membership", "project", "run_feedback", "saved_query", "saved_query_version"], before);
        Assert.IsType<ProjectOutcome.Removed>(deleted);
        Assert.Empty(await RowsAsync());
        Assert.Contains("project.delete", await ActionsAsync("project."));
        await using var db = _platform.CreateDbContext();
        Assert.Equal($"{Slug}, with 1 conversations and 1 saved queries", (await db.AuditEntries.SingleAsync(e => e.Action == "project.delete", Token)).Detail);
        Assert.Null(await Archive.DeleteAsync(_admin.UserId, Slug, "Test", QueryDoor.Http, Token));
    }

    [Fact]
    public async Task Every_table_that_names_a_project_lets_it_go()
    {
        await using var command = _platform.Source.CreateCommand("""
            select c.conrelid::regclass::text || '.' || c.conname from pg_constraint c
            where c.contype = 'f' and c.confrelid = 'project'::regclass and c.confdeltype <> 'c'
            union all
            select format('%s.%s has no key', a.attrelid::regclass, a.attname) from pg_attribute a join pg_class t on t.oid = a.attrelid
            where a.attname = 'project_id' and t.relkind = 'r' and t.relnamespace = current_schema::regnamespace and t.relname <> 'audit_entry'
                and not exists (select 1 from pg_constraint c where c.conrelid = t.oid and c.contype = 'f' and c.confrelid = 'project'::regclass)
            """);
        Assert.Null(await command.ExecuteScalarAsync(Token));
    }

    private static Guid Fill(int number) => new($"00000000-0000-0000-0000-{number:d12}");

    private async Task SetAsync(string sql)
    {
        await using var command = _platform.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>Tables that hold rows, beside people, the audit log and what no project is named in.</summary>
    private async Task<List<string>> RowsAsync()
    {
        List<string> filled = [];
        await using var db = _platform.CreateDbContext();
        foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()!).Except(["user_account", "audit_entry", "milestone", "data_protection_key"]).Order(StringComparer.Ordinal))
        {
            await using var command = _platform.Source.CreateCommand($"select exists (select 1 from {table})");
            if (await command.ExecuteScalarAsync(Token) is true)
                filled.Add(table);
        }

        return filled;
    }

    private async Task<List<string>> ActionsAsync(string prefix)
    {
        await using var db = _platform.CreateDbContext();
        return await db.AuditEntries.Where(e => e.ProjectId == _admin.Project.Id && e.Action.StartsWith(prefix)).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Token);
    }
}
