using DataAgent.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

[Collection(WebCollection.Name)]
public sealed class ArchiveTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task A_project_is_archived_brought_back_and_deleted(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        var visitor = await app.OpenSettingsAsync(window);
        await using var colleague = await chromium.OpenAsync();
        await colleague.SignInAsync((await app.AddPersonAsync(Token, visitor, Role.Analyst)).Link);

        await window.Section("danger").GetByRole(AriaRole.Button, new() { Name = "Archive the project" }).ClickAsync();
        await Expect(window.Page).ToHaveURLAsync($"{app.Url}/projects/archived");
        var row = window.Page.Locator("tbody tr", new() { HasTextString = visitor.Slug });
        await Expect(row).ToContainTextAsync("Corner shop");
        await Expect(colleague.Page.Locator("main h1")).ToHaveTextAsync("You are not a member of Corner shop any more", new() { Timeout = 15_000 });
        await window.CheckAsync();

        await row.GetByRole(AriaRole.Button, new() { Name = "Bring back Corner shop" }).ClickAsync();
        await Expect(window.Page.Locator(".admin-said")).ToContainTextAsync("Corner shop is back: its members find it as they left it.");
        await colleague.Page.ReloadAsync();
        await colleague.LiveAsync();

        await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/settings");
        await window.SettingsAsync();
        await window.Section("danger").GetByRole(AriaRole.Button, new() { Name = "Archive the project" }).ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Delete Corner shop" }).ClickAsync();
        var form = window.Page.GetByRole(AriaRole.Form, new() { Name = "Delete Corner shop" });
        await form.GetByRole(AriaRole.Button, new() { Name = "Delete the project" }).ClickAsync();
        await Expect(form).ToContainTextAsync("Write the project's name, Corner shop");
        await window.CheckAsync();
        await form.GetByLabel("Write Corner shop to delete it").FillAsync("Corner shop");
        await form.GetByRole(AriaRole.Button, new() { Name = "Delete the project" }).ClickAsync();

        await Expect(window.Page.Locator(".admin-said")).ToContainTextAsync("Corner shop is deleted.");
        await Expect(row).ToHaveCountAsync(0);
        await using var db = await app.OpenPlatformAsync(Token);
        Assert.False(await db.Projects.AnyAsync(p => p.Slug == visitor.Slug, Token));
    }
}
