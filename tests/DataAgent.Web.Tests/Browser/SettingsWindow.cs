using DataAgent.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DataAgent.Web.Tests.Browser;

/// <summary>A window on a project's settings, and what is stored behind it.</summary>
internal static class SettingsWindow
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An admin of a new project, at its settings.</summary>
    public static async Task<Visitor> OpenSettingsAsync(this WebApp app, Window window, Action<Project>? configure = null)
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token, configure);
        await window.SignInAsync(visitor.Link);
        await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/settings");
        await window.SettingsAsync();
        return visitor;
    }

    public static async Task ReloadSettingsAsync(this Window window)
    {
        await window.Page.ReloadAsync();
        await window.SettingsAsync();
    }

    /// <summary>Waits until the page is live.</summary>
    public static Task SettingsAsync(this Window window) => window.Page.Locator(".settings-page[data-live=yes]").WaitForAsync();

    public static ILocator Section(this Window window, string id) => window.Page.Locator($"#{id}.settings-section");

    public static Task SaveAsync(this Window window, string id) =>
        window.Section(id).GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

    public static async Task<Project> ProjectAsync(this WebApp app, Visitor visitor)
    {
        await using var db = await app.OpenPlatformAsync(Token);
        return await db.Projects.AsNoTracking().SingleAsync(p => p.Slug == visitor.Slug, Token);
    }

    public static async Task<string> EmailAsync(this WebApp app, Visitor visitor)
    {
        await using var db = await app.OpenPlatformAsync(Token);
        return (await db.Users.SingleAsync(u => u.Id == visitor.UserId, Token)).Email;
    }
}
