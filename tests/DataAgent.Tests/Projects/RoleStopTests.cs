using DataAgent.Audit;
using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Tests.Projects;

/// <summary>A project whose role can do more than read is usable only after an admin accepts it.</summary>
public sealed class RoleStopTests(PostgresServer server) : IAsyncLifetime
{
    private RoleShop _shop = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shop = await RoleShop.CreateAsync(server, Token);

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData("superuser", "no_powers")]
    [InlineData("owner", "owns_nothing")]
    public async Task An_unsound_role_stops_queries_and_exports_at_once(string login, string finding)
    {
        await using var host = _shop.Start();
        var member = await _shop.AddAsync(Role.Analyst, _shop.LoginOf(login));

        var asked = Assert.IsType<QueryOutcome.RoleNotAccepted>(await host.AskAsync(member));
        var (exported, bytes) = await host.ExportAsync(member);

        Assert.Contains(finding, asked.Standing.Findings.Select(f => f.Name));
        Assert.IsType<QueryOutcome.RoleNotAccepted>(Assert.IsType<ExportOutcome.No>(exported).Why);
        Assert.Equal(0, bytes);
        var entries = await AuditAsync(member, "query");
        Assert.Equal(["chat", "export"], entries.Select(e => e.Door));
        Assert.All(entries, e => Assert.Equal("refused", e.Outcome));
        Assert.StartsWith("database role: ", entries[0].Detail, StringComparison.Ordinal);
        Assert.StartsWith("csv, http: database role: ", entries[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_members_and_models_are_told_names_nothing_that_is_hidden()
    {
        await using var host = _shop.Start();
        var member = await _shop.AddAsync(Role.Viewer, _shop.Owner, p => p.ExcludedTables = ["pins"]);

        var no = Assert.IsType<QueryOutcome.RoleNotAccepted>(await host.AskAsync(member));

        Assert.Contains(no.Standing.Findings, f => f.Message.Contains("pins", StringComparison.Ordinal));
        Assert.DoesNotContain("pins", no.Standing.Advice, StringComparison.Ordinal);
        Assert.Contains("may read what the project hides", no.Standing.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sound_role_is_checked_once_for_many_questions_and_stops_nothing()
    {
        await using var host = _shop.Start();
        var member = await _shop.AddAsync(Role.Analyst, _shop.Reader);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.AskAsync(member)));
        var later = await host.AskAsync(await _shop.AgainAsync(member));

        Assert.All([.. outcomes, later], o => Assert.IsType<QueryOutcome.Ran>(o));
        Assert.Equal(1, host.Opened);
        Assert.Equal(RoleVerdict.Sound, host.Checks.Find((await _shop.AgainAsync(member)).Project).Verdict);
    }

    [Fact]
    public async Task Accepted_it_goes_and_after_a_restart_still()
    {
        var admin = await _shop.AddAsync(Role.Admin, _shop.Owner);
        await using (var host = _shop.Start())
        {
            await host.AskAsync(admin);
            Assert.IsType<AcceptanceOutcome.Saved>(await host.AcceptAsync(admin));
            Assert.IsType<QueryOutcome.Ran>(await host.AskAsync(await _shop.AgainAsync(admin)));
        }

        await using var restarted = _shop.Start();
        var again = await _shop.AgainAsync(admin);

        Assert.IsType<QueryOutcome.Ran>(await restarted.AskAsync(again));
        Assert.IsType<ExportOutcome.Done>((await restarted.ExportAsync(again)).Outcome);
        Assert.Equal((0, RoleVerdict.Accepted), (restarted.Opened, restarted.Checks.Find(again.Project).Verdict));
        var entry = Assert.Single(await AuditAsync(admin, "project.accept_role"));
        Assert.StartsWith("none to owns_nothing", entry.Detail, StringComparison.Ordinal);
        Assert.Equal(("page", admin.UserId), (entry.Door, entry.UserId));
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    public async Task Only_admins_accept_and_examine(Role role)
    {
        await using var host = _shop.Start();
        var member = await _shop.AddAsync(role, _shop.Owner);
        await host.AskAsync(member);

        Assert.IsType<AcceptanceOutcome.Forbidden>(await host.AcceptAsync(member));
        Assert.Null(await host.Doctor.ExamineAsync(member, Token));

        Assert.IsType<QueryOutcome.RoleNotAccepted>(await host.AskAsync(await _shop.AgainAsync(member)));
        Assert.Empty(await AuditAsync(member, "project.accept_role"));
    }

    [Fact]
    public async Task A_new_finding_after_the_acceptance_stops_it_again_until_that_is_accepted_too()
    {
        await using var host = _shop.Start();
        var admin = await _shop.AddAsync(Role.Admin, _shop.Reader);
        await _shop.RunAsync($"grant insert on shop.pins to {_shop.ReaderName}");
        await host.AskAsync(admin);
        await host.AcceptAsync(admin);
        await _shop.RunAsync($"alter role {_shop.ReaderName} createdb");

        await host.Doctor.ExamineAsync(admin, Token);
        var stopped = await host.AskAsync(await _shop.AgainAsync(admin));
        await host.AcceptAsync(await _shop.AgainAsync(admin));
        var ran = await host.AskAsync(await _shop.AgainAsync(admin));

        Assert.IsType<QueryOutcome.RoleNotAccepted>(stopped);
        Assert.IsType<QueryOutcome.Ran>(ran);
        Assert.Equal("cannot_write to no_powers, cannot_write", (await AuditAsync(admin, "project.accept_role"))[1].Detail);
    }

    [Fact]
    public async Task A_mended_role_needs_no_acceptance()
    {
        await using var host = _shop.Start();
        var admin = await _shop.AddAsync(Role.Admin, _shop.Reader);
        await _shop.RunAsync($"grant insert on shop.pins to {_shop.ReaderName}");
        await host.AskAsync(admin);
        await _shop.RunAsync($"revoke insert on shop.pins from {_shop.ReaderName}");

        await host.Doctor.ExamineAsync(admin, Token);

        Assert.IsType<QueryOutcome.Ran>(await host.AskAsync(admin));
        var nothing = await host.AcceptAsync(await _shop.AgainAsync(admin));
        Assert.Contains("Nothing is open any more", Assert.IsType<AcceptanceOutcome.Changed>(nothing).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Just_what_was_looked_at_is_accepted_or_nothing()
    {
        await using var host = _shop.Start();
        var admin = await _shop.AddAsync(Role.Admin, _shop.Owner);

        var before = await host.Acceptance.AcceptAsync(admin, ["owns_nothing"], QueryDoor.Page, Token);
        await host.AskAsync(admin);
        var less = await host.Acceptance.AcceptAsync(admin, ["owns_nothing"], QueryDoor.Page, Token);

        Assert.IsType<AcceptanceOutcome.Changed>(before);
        Assert.IsType<AcceptanceOutcome.Changed>(less);
        Assert.IsType<QueryOutcome.RoleNotAccepted>(await host.AskAsync(await _shop.AgainAsync(admin)));
    }

    [Fact]
    public async Task Another_login_is_checked_and_accepted_anew_but_a_new_password_is_not_another_login()
    {
        await using var host = _shop.Start();
        var admin = await _shop.AddAsync(Role.Admin, _shop.Owner);
        await host.AskAsync(admin);
        await host.AcceptAsync(admin);
        admin = await _shop.AgainAsync(admin);

        await EditAsync(host, admin, s => s with { DbPassword = "pw" });
        var samePerson = await _shop.AgainAsync(admin);
        var login = new NpgsqlConnectionStringBuilder(_shop.Superuser);
        await EditAsync(host, samePerson, s => s with { DbUser = login.Username, DbPassword = login.Password });
        var superuser = await _shop.AgainAsync(admin);

        Assert.IsType<QueryOutcome.Ran>(await host.AskAsync(samePerson));
        Assert.IsType<QueryOutcome.RoleNotAccepted>(await host.AskAsync(superuser));
    }

    [Fact]
    public async Task A_table_that_is_hidden_later_is_looked_for_at_the_edit()
    {
        await using var host = _shop.Start();
        var admin = await _shop.AddAsync(Role.Admin, _shop.Reader);
        Assert.IsType<QueryOutcome.Ran>(await host.AskAsync(admin));

        var saved = await EditAsync(host, admin, s => s with { ExcludedTables = ["pins"] });

        Assert.Equal(["cannot_read_hidden_tables"], saved.Standing.Findings.Select(f => f.Name));
        Assert.IsType<QueryOutcome.RoleNotAccepted>(await host.AskAsync(await _shop.AgainAsync(admin)));
    }

    [Fact]
    public async Task An_old_check_is_made_again_by_the_next_query_once()
    {
        var clock = new Queries.ManualClock();
        await using var host = _shop.Start(new() { RoleCheckLifetime = TimeSpan.FromHours(3) }, clock);
        var member = await _shop.AddAsync(Role.Viewer, _shop.Reader);
        await host.AskAsync(member);
        await _shop.RunAsync($"alter role {_shop.ReaderName} createdb");

        clock.Advance(TimeSpan.FromHours(3) - TimeSpan.FromSeconds(1));
        var before = await host.AskAsync(member);
        clock.Advance(TimeSpan.FromSeconds(1));
        var after = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.AskAsync(member)));

        Assert.IsType<QueryOutcome.Ran>(before);
        Assert.All(after, o => Assert.IsType<QueryOutcome.RoleNotAccepted>(o));
        Assert.Equal(2, host.Opened);
    }

    [Fact]
    public async Task A_database_out_of_reach_is_no_failed_role_and_a_check_that_cannot_be_renewed_still_counts()
    {
        var clock = new Queries.ManualClock();
        await using var host = _shop.Start(clock: clock);
        var away = await _shop.AddAsync(Role.Viewer, _shop.Owner, p => p.DbPort = 1);
        var member = await _shop.AddAsync(Role.Viewer, _shop.Reader);
        await host.AskAsync(member);
        await _shop.RunAsync($"alter role {_shop.ReaderName} nologin");
        clock.Advance(TimeSpan.FromDays(2));

        var unreached = await host.AskAsync(away);
        var standing = await host.Checks.GetAsync(member.Project, Token);
        var opened = host.Opened;
        await host.Checks.GetAsync(member.Project, Token);

        Assert.Contains("cannot be reached", Assert.IsType<QueryOutcome.Failed>(unreached).Advice, StringComparison.Ordinal);
        Assert.Null((await _shop.AgainAsync(away)).Project.RoleChecked);
        Assert.Equal(RoleVerdict.Sound, standing.Verdict);
        Assert.Equal(opened, host.Opened);
    }

    [Fact]
    public async Task A_role_that_can_do_less_than_it_should_stops_nothing()
    {
        await using var host = _shop.Start();
        await _shop.RunAsync($"revoke usage on schema shop from {_shop.ReaderName}");
        var member = await _shop.AddAsync(Role.Viewer, _shop.Reader);

        var outcome = await host.AskAsync(member, "select 1");

        Assert.IsNotType<QueryOutcome.RoleNotAccepted>(outcome);
        Assert.Equal(RoleVerdict.Sound, host.Checks.Find(member.Project).Verdict);
    }

    [Fact]
    public async Task A_stopped_project_has_a_dictionary_without_values_of_rows()
    {
        await using var host = _shop.Start();
        var admin = await _shop.AddAsync(Role.Admin, _shop.Owner);

        var stopped = await host.Dictionaries.GetAsync(admin, Token);
        await host.AcceptAsync(admin);
        var accepted = await host.Dictionaries.GetAsync(await _shop.AgainAsync(admin), Token);

        Assert.Empty(Samples(stopped));
        Assert.NotEmpty(Samples(accepted));
    }

    [Fact]
    public async Task A_role_that_turns_unsound_takes_the_values_out_of_the_dictionary()
    {
        await using var host = _shop.Start();
        var admin = await _shop.AddAsync(Role.Admin, _shop.Reader);
        var sound = await host.Dictionaries.GetAsync(admin, Token);
        await _shop.RunAsync($"alter role {_shop.ReaderName} createdb");

        await host.Doctor.ExamineAsync(admin, Token);
        var stopped = await host.Dictionaries.GetAsync(await _shop.AgainAsync(admin), Token);

        Assert.NotEmpty(Samples(sound));
        Assert.Empty(Samples(stopped));
    }

    private static IEnumerable<string> Samples(DataDictionary dictionary)
    {
        var city = dictionary.Find("customer")!.Columns.Single(c => c.Name == "city");
        return city.Samples.Concat(city.Values);
    }

    private static async Task<ProjectOutcome.Saved> EditAsync(RoleHost host, Member admin, Func<ProjectSettings, ProjectSettings> change) =>
        Assert.IsType<ProjectOutcome.Saved>(await host.Catalog.EditAsync(admin, change(ProjectSettings.Of(admin.Project)), QueryDoor.Page, Token));

    private async Task<List<AuditEntry>> AuditAsync(Member member, string action)
    {
        await using var db = _shop.Platform.CreateDbContext();
        return await db.AuditEntries.Where(e => e.ProjectId == member.Project.Id && e.Action == action).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(Token);
    }
}
