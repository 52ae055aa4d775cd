using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Projects;

public sealed class ProjectCatalogTests(PostgresServer server)
{
    private static readonly ProjectSettings Settings = new()
    {
        Name = "Sales",
        Slug = "sales",
        DbHost = "db.example.com",
        DbName = "sales",
        DbUser = "reader",
        DbPassword = "secret",
        DbTls = "verify-full",
        ExcludedTables = ["pins", "pins"],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_adds_a_project_becomes_its_admin()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var creator = await new UserDirectory(platform, TimeProvider.System).EnsureLocalAdministratorAsync(Token);

        var outcome = await Catalog(platform).AddAsync(creator, Settings, QueryDoor.CommandLine, Token);

        Assert.IsType<ProjectOutcome.Saved>(outcome);
        var member = await new ProjectAccess(platform).FindMemberByEmailAsync("Admin@LOCALHOST ", "sales", Token);
        Assert.Equal(Role.Admin, member!.Role);
        Assert.Equal(["pins"], member.Project.ExcludedTables);
        Assert.Equal(("reader", "secret"), platform.Vault.OpenDbLogin(member.Project));
        Assert.Equal(["project.create"], await ActionsAsync(platform, member));
    }

    [Fact]
    public async Task Only_platform_administrators_add_projects_and_list_them_all()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (_, admin) = await AddAsync(platform);
        var ordinary = new User { Id = admin.UserId, Email = "x@example.test", DisplayName = "X" };

        var outcome = await Catalog(platform).AddAsync(ordinary, Settings with { Slug = "other" }, QueryDoor.Http, Token);

        Assert.IsType<ProjectOutcome.Forbidden>(outcome);
        Assert.Empty(await Catalog(platform).ListAllAsync(ordinary, Token));
    }

    [Fact]
    public async Task A_platform_administrator_sees_the_names_of_all_projects_but_opens_none()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        await AddAsync(platform);
        var users = new UserDirectory(platform, TimeProvider.System);
        var first = await users.EnsureLocalAdministratorAsync(Token);
        var second = ((UserOutcome.Saved)await users.AddAsync(first, "second@example.test", "Second", true, QueryDoor.Page, Token)).User;

        var listed = await Catalog(platform).ListAllAsync(second, Token);

        Assert.Equal(("sales", 1), (Assert.Single(listed).Slug, listed[0].Members));
        Assert.Null(await new ProjectAccess(platform).FindMemberAsync(second.Id, "sales", Token));
    }

    [Fact]
    public async Task A_slug_that_is_taken_is_a_mistake_in_the_slug()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (creator, _) = await AddAsync(platform);

        var outcome = await Catalog(platform).AddAsync(creator, Settings, QueryDoor.CommandLine, Token);

        Assert.Equal("slug", Assert.Single(Assert.IsType<ProjectOutcome.Invalid>(outcome).Errors).Field);
    }

    [Fact]
    public async Task An_edit_keeps_the_login_it_does_not_name_and_the_audit_says_what_changed()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (_, admin) = await AddAsync(platform);

        var outcome = await Catalog(platform).EditAsync(admin, ProjectSettings.Of(admin.Project) with { MaxRowsPerQuery = 7, Slug = "sold" }, QueryDoor.Page, Token);

        Assert.Equal("sold", Assert.IsType<ProjectOutcome.Saved>(outcome).Slug);
        var after = await new ProjectAccess(platform).FindMemberAsync(admin.UserId, "sold", Token);
        Assert.Equal(7, after!.Project.MaxRowsPerQuery);
        Assert.Equal(("reader", "secret"), platform.Vault.OpenDbLogin(after.Project));
        await using var db = platform.CreateDbContext();
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == "project.edit", Token);
        Assert.Equal(("page", "max_rows_per_query, slug"), (entry.Door, entry.Detail));
    }

    [Fact]
    public async Task A_stored_password_never_travels_to_another_server()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (_, admin) = await AddAsync(platform);
        var before = ProjectSettings.Of(admin.Project);
        ProjectSettings[] tricks =
        [
            before with { DbHost = "evil.example.com" }, before with { DbPort = 6432 }, before with { DbTls = "disable" }, before with { DbUser = "other" },
        ];

        foreach (var trick in tricks)
        {
            var outcome = await Catalog(platform).EditAsync(admin, trick, QueryDoor.Page, Token);

            Assert.Equal("db_password", Assert.Single(Assert.IsType<ProjectOutcome.Invalid>(outcome).Errors).Field);
        }

        Assert.IsType<ProjectOutcome.Saved>(await Catalog(platform).EditAsync(admin, tricks[0] with { DbPassword = "new" }, QueryDoor.Page, Token));
    }

    [Fact]
    public async Task A_models_key_is_sealed_kept_and_removed()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (_, admin) = await AddAsync(platform);
        var access = new ProjectAccess(platform);

        await Catalog(platform).EditAsync(admin, ProjectSettings.Of(admin.Project) with { LlmProvider = "openai", ModelBaseUrl = "https://m.example/v1", ModelKey = "sk-1" }, QueryDoor.Http, Token);
        var set = (await access.FindMemberAsync(admin.UserId, "sales", Token))!.Project;
        await Catalog(platform).EditAsync(admin, ProjectSettings.Of(set) with { MaxRowsPerQuery = 7 }, QueryDoor.Http, Token);
        var kept = (await access.FindMemberAsync(admin.UserId, "sales", Token))!.Project;
        await Catalog(platform).EditAsync(admin, ProjectSettings.Of(kept) with { ModelKey = "" }, QueryDoor.Http, Token);
        var removed = (await access.FindMemberAsync(admin.UserId, "sales", Token))!.Project;

        Assert.Equal(("https://m.example/v1", "sk-1", "sk-1"), (set.ModelBaseUrl, platform.Vault.FindModelKey(set), platform.Vault.FindModelKey(kept)));
        Assert.DoesNotContain("sk-1", set.SealedModelKey, StringComparison.Ordinal);
        Assert.Null(removed.SealedModelKey);
        await using var db = platform.CreateDbContext();
        Assert.DoesNotContain(await db.AuditEntries.Select(e => e.Detail).ToListAsync(Token), d => d!.Contains("sk-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stored_key_never_travels_to_another_server()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (_, admin) = await AddAsync(platform);
        var before = ProjectSettings.Of(admin.Project) with { LlmProvider = "openai", ModelBaseUrl = "https://m.example/v1" };
        await Catalog(platform).EditAsync(admin, before with { ModelKey = "sk-1" }, QueryDoor.Page, Token);
        ProjectSettings[] tricks = [before with { ModelBaseUrl = "https://evil.example/v1" }, before with { ModelBaseUrl = null }, before with { LlmProvider = "anthropic" }];

        foreach (var trick in tricks)
        {
            var outcome = await Catalog(platform).EditAsync(admin, trick, QueryDoor.Page, Token);

            Assert.Equal("model_key", Assert.Single(Assert.IsType<ProjectOutcome.Invalid>(outcome).Errors).Field);
        }

        Assert.IsType<ProjectOutcome.Saved>(await Catalog(platform).EditAsync(admin, before with { LlmProvider = "offline" }, QueryDoor.Page, Token));
        Assert.IsType<ProjectOutcome.Invalid>(await Catalog(platform).EditAsync(admin, tricks[2], QueryDoor.Page, Token));
        Assert.IsType<ProjectOutcome.Saved>(await Catalog(platform).EditAsync(admin, tricks[0] with { ModelKey = "sk-2" }, QueryDoor.Page, Token));
    }

    [Fact]
    public async Task Only_an_admin_edits()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (_, admin) = await AddAsync(platform);
        var analyst = await platform.AddMemberAsync(Role.Analyst, admin.Project, Token);

        var outcome = await Catalog(platform).EditAsync(analyst, ProjectSettings.Of(admin.Project), QueryDoor.Page, Token);

        Assert.IsType<ProjectOutcome.Forbidden>(outcome);
    }

    private static ProjectCatalog Catalog(TestPlatform platform) => new(platform, platform.Vault, platform.Roles, TimeProvider.System);

    private static async Task<(User Creator, Member Admin)> AddAsync(TestPlatform platform)
    {
        var creator = await new UserDirectory(platform, TimeProvider.System).EnsureLocalAdministratorAsync(Token);
        Assert.IsType<ProjectOutcome.Saved>(await Catalog(platform).AddAsync(creator, Settings, QueryDoor.CommandLine, Token));
        return (creator, (await new ProjectAccess(platform).FindMemberAsync(creator.Id, "sales", Token))!);
    }

    private static async Task<List<string>> ActionsAsync(TestPlatform platform, Member member)
    {
        await using var db = platform.CreateDbContext();
        return await db.AuditEntries.Where(e => e.ProjectId == member.Project.Id).Select(e => e.Action).ToListAsync(Token);
    }
}
