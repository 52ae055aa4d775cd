using System.Text.Json;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;

namespace DataAgent.Tests.Projects;

public sealed class ProjectPartTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly ProjectSettings Settings = new()
    {
        Name = "Sales",
        Slug = "sales",
        DbHost = "127.0.0.1",
        DbPort = 1,
        DbName = "shop",
        DbUser = "reader",
        DbPassword = "secret",
    };

    [Fact]
    public void The_parts_hold_every_setting_once()
    {
        ProjectSettings full = Settings with
        {
            Description = "d",
            DbSchema = "s",
            DbTls = "require",
            AllowedTables = ["a"],
            ExcludedTables = ["b"],
            AllowedFunctions = ["f(integer)"],
            AllowedExtensions = ["citext"],
            ShowSamples = false,
            SystemPrompt = "p",
            MaxRowsPerQuery = 1,
            MaxExportRows = 2,
            MaxQueryTimeoutSeconds = 3,
            LlmProvider = "openai",
            LlmModel = "m",
            ModelBaseUrl = "u",
            ModelKey = "k",
        };
        var empty = new ProjectSettings { Name = "", Slug = "", DbHost = "", DbName = "" };

        Assert.Equal(Json(full), Json(ProjectPart.All.Aggregate(empty, (onto, part) => part.Copy(full, onto))));
        Assert.All(ProjectPart.All, part =>
            Assert.NotEqual(Json(full), Json(ProjectPart.All.Where(p => p != part).Aggregate(empty, (onto, other) => other.Copy(full, onto)))));
        Assert.All(typeof(ProjectSettings).GetProperties().Where(p => p.CanWrite), p =>
            Assert.NotEqual(JsonSerializer.Serialize(p.GetValue(empty)), JsonSerializer.Serialize(p.GetValue(full))));
    }

    [Fact]
    public async Task Two_admins_who_change_different_parts_both_save()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (catalog, admin, seen) = await AddAsync(platform);

        var one = await catalog.EditAsync(admin, ProjectPart.Prompt, seen.Settings with { SystemPrompt = "Say euros." }, seen, QueryDoor.Page, Token);
        var two = await catalog.EditAsync(admin, ProjectPart.Limits, seen.Settings with { MaxRowsPerQuery = 7, SystemPrompt = "Lost?" }, seen, QueryDoor.Page, Token);

        Assert.IsType<ProjectOutcome.Saved>(one);
        Assert.IsType<ProjectOutcome.Saved>(two);
        var now = (await new ProjectAccess(platform).FindMemberAsync(admin.UserId, "sales", Token))!.Project;
        Assert.Equal(("Say euros.", 7), (now.SystemPrompt, now.MaxRowsPerQuery));
    }

    [Fact]
    public async Task The_second_of_two_who_change_the_same_part_at_once_is_told()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (catalog, admin, seen) = await AddAsync(platform);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 5).Select(rows =>
            catalog.EditAsync(admin, ProjectPart.Limits, seen.Settings with { MaxRowsPerQuery = rows }, seen, QueryDoor.Page, Token)));

        Assert.Single(outcomes.OfType<ProjectOutcome.Saved>());
        var told = Assert.IsType<ProjectOutcome.Changed>(outcomes.First(o => o is not ProjectOutcome.Saved));
        Assert.InRange(told.Now!.Settings.MaxRowsPerQuery, 1, 5);
    }

    [Fact]
    public async Task A_new_password_or_key_is_a_change_although_nobody_sees_it()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (catalog, admin, seen) = await AddAsync(platform);

        Assert.IsType<ProjectOutcome.Saved>(await catalog.EditAsync(admin, seen.Settings with { DbPassword = "other", ModelKey = "k" }, QueryDoor.Page, Token));

        Assert.IsType<ProjectOutcome.Changed>(await catalog.EditAsync(admin, ProjectPart.Connection, seen.Settings with { DbPort = 2, DbPassword = "p" }, seen, QueryDoor.Page, Token));
        Assert.IsType<ProjectOutcome.Changed>(await catalog.EditAsync(admin, ProjectPart.Model, seen.Settings with { ModelKey = "" }, seen, QueryDoor.Page, Token));
        Assert.IsType<ProjectOutcome.Saved>(await catalog.EditAsync(admin, ProjectPart.General, seen.Settings with { Name = "Sold" }, seen, QueryDoor.Page, Token));
    }

    [Fact]
    public async Task Of_an_archived_project_nothing_is_saved()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (catalog, admin, seen) = await AddAsync(platform);
        Assert.IsType<ProjectOutcome.Removed>(await new ProjectArchive(platform, new ProjectAccess(platform), platform.Roles, TimeProvider.System).ArchiveAsync(admin, QueryDoor.Page, Token));

        var outcome = await catalog.EditAsync(admin, ProjectPart.General, seen.Settings, seen, QueryDoor.Page, Token);

        Assert.Null(Assert.IsType<ProjectOutcome.Changed>(outcome).Now);
    }

    private static string Json(ProjectSettings settings) => JsonSerializer.Serialize(settings);

    private static async Task<(ProjectCatalog Catalog, Member Admin, StoredSettings Seen)> AddAsync(TestPlatform platform)
    {
        var catalog = new ProjectCatalog(platform, platform.Vault, platform.Roles, TimeProvider.System);
        var creator = await new UserDirectory(platform, TimeProvider.System).EnsureLocalAdministratorAsync(Token);
        Assert.IsType<ProjectOutcome.Saved>(await catalog.AddAsync(creator, Settings, QueryDoor.CommandLine, Token));
        var admin = (await new ProjectAccess(platform).FindMemberAsync(creator.Id, "sales", Token))!;
        return (catalog, admin, StoredSettings.Of(admin.Project));
    }
}
