using DataAgent.Projects;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>Several people and one project's settings: who comes, who goes, and who was quicker.</summary>
[Collection(WebCollection.Name)]
public sealed class SettingsPeopleTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_admins_at_once_the_second_is_told_and_nothing_is_overwritten()
    {
        await using var one = await chromium.OpenAsync();
        await using var two = await chromium.OpenAsync();
        var visitor = await app.OpenSettingsAsync(one);
        var other = await app.AddPersonAsync(Token, visitor, Role.Admin);
        await two.SignInAsync(other.Link);
        await two.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/settings");
        await two.SettingsAsync();

        await one.Section("limits").GetByLabel("Rows per query").FillAsync("11");
        await one.SaveAsync("limits");
        await Expect(one.Section("limits").Locator(".saved")).ToBeVisibleAsync();
        await two.Section("prompt").GetByLabel("Prompt", new() { Exact = true }).FillAsync("Another part.");
        await two.SaveAsync("prompt");
        await Expect(two.Section("prompt").Locator(".saved")).ToBeVisibleAsync();
        await two.Section("limits").GetByLabel("Rows per query").FillAsync("22");
        await two.SaveAsync("limits");

        await Expect(two.Section("limits")).ToContainTextAsync("Somebody else changed these settings meanwhile");
        Assert.Equal(11, (await app.ProjectAsync(visitor)).MaxRowsPerQuery);
        await two.Section("limits").GetByRole(AriaRole.Button, new() { Name = "Show what is stored now" }).ClickAsync();
        await Expect(two.Section("limits").GetByLabel("Rows per query")).ToHaveValueAsync("11");
        await two.Section("limits").GetByLabel("Rows per query").FillAsync("22");
        await two.SaveAsync("limits");
        await Expect(two.Section("limits").Locator(".saved")).ToBeVisibleAsync();
        var project = await app.ProjectAsync(visitor);
        Assert.Equal((22, "Another part."), (project.MaxRowsPerQuery, project.SystemPrompt));
    }

    [Fact]
    public async Task Leaving_with_unsaved_changes_asks()
    {
        await using var window = await chromium.OpenAsync();
        await app.OpenSettingsAsync(window);
        var asked = new List<string>();
        using var answered = new SemaphoreSlim(0);
        var answer = false;
        window.Page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Type);
            await (answer ? dialog.AcceptAsync() : dialog.DismissAsync());
            answered.Release();
        };
        await window.Section("general").GetByLabel("Description").FillAsync("Written, not saved.");
        await window.Section("general").GetByLabel("Description").BlurAsync();
        await Expect(window.Section("general")).ToContainTextAsync("Not saved yet");

        await window.Page.Locator(".settings-nav a", new() { HasTextString = "Model" }).ClickAsync();
        await window.Page.Locator(".side-link", new() { HasTextString = "Usage" }).ClickAsync();
        Assert.True(await answered.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        await Expect(window.Section("general").GetByLabel("Description")).ToHaveValueAsync("Written, not saved.");
        Assert.Equal(["confirm"], asked);
        answer = true;
        await window.Page.Locator(".side-link", new() { HasTextString = "Usage" }).ClickAsync();

        await Expect(window.Page.Locator("h1", new() { HasTextString = "Usage" })).ToBeVisibleAsync();
        Assert.Equal(["confirm", "confirm"], asked);
    }

    [Fact]
    public async Task Members_come_change_and_go_at_once()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.OpenSettingsAsync(window);
        var person = await app.AddPersonAsync(Token);
        var (email, own) = (await app.EmailAsync(person), await app.EmailAsync(visitor));
        using var client = await app.SignInAsync(person, Token);
        var members = window.Section("members");

        await members.GetByLabel("E-mail of a person").FillAsync("nobody@example.test");
        await members.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(members).ToContainTextAsync("There is no active user with that e-mail address.");
        await Expect(members).ToContainTextAsync("Invite them");
        await members.GetByLabel("E-mail of a person").FillAsync(email);
        await members.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(members.Locator(".saved")).ToHaveTextAsync($"{email} is now viewer.");
        await members.GetByLabel($"Role of {own}").SelectOptionAsync("viewer");
        await Expect(members).ToContainTextAsync("This is the project's last admin.");
        await Expect(members.GetByLabel($"Role of {own}")).ToHaveValueAsync("admin");
        await members.GetByLabel($"Role of {email}").SelectOptionAsync("analyst");
        await Expect(members.Locator(".saved")).ToHaveTextAsync($"{email} is now analyst.");
        var asAnalyst = await client.GetAsync($"/api/v1/projects/{visitor.Slug}/saved-queries", Token);
        await window.ReloadSettingsAsync();
        await Expect(members.GetByLabel($"Role of {email}")).ToHaveValueAsync("analyst");
        await members.GetByRole(AriaRole.Button, new() { Name = $"Remove {email}" }).ClickAsync();
        await members.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(members.Locator(".saved")).ToHaveTextAsync($"{email} is no member any more.");
        var asNobody = await client.GetAsync($"/api/v1/projects/{visitor.Slug}/saved-queries", Token);

        Assert.Equal((System.Net.HttpStatusCode.OK, System.Net.HttpStatusCode.NotFound), (asAnalyst.StatusCode, asNobody.StatusCode));
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task An_admin_who_steps_down_is_led_away()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.OpenSettingsAsync(window);
        await app.AddPersonAsync(Token, visitor, Role.Admin);

        await window.Section("members").GetByLabel($"Role of {await app.EmailAsync(visitor)}").SelectOptionAsync("viewer");

        await Expect(window.Page).ToHaveURLAsync($"{app.Url}/p/{visitor.Slug}");
        await Expect(window.Page.Locator(".side-link", new() { HasTextString = "Settings" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_project_is_deleted_when_its_name_is_written()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.OpenSettingsAsync(window);
        var danger = window.Section("danger");
        await danger.GetByLabel("Write Corner shop to delete it").FillAsync("Corner");
        await danger.GetByRole(AriaRole.Button, new() { Name = "Delete the project" }).ClickAsync();
        await Expect(danger).ToContainTextAsync("Write the project's name, Corner shop");

        await danger.GetByLabel("Write Corner shop to delete it").FillAsync("Corner shop");
        await danger.GetByRole(AriaRole.Button, new() { Name = "Delete the project" }).ClickAsync();

        await Expect(window.Page).ToHaveURLAsync($"{app.Url}/?all=true");
        await using var db = await app.OpenPlatformAsync(Token);
        Assert.False(await db.Projects.AnyAsync(p => p.Slug == visitor.Slug, Token));
    }
}
