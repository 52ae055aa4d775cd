using System.Reflection;
using System.Text;
using System.Text.Json;
using DataAgent.Projects;
using DataAgent.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DataAgent.Web.Tests.Browser;

/// <summary>Every page that there is, wide, at 200 % zoom and on the narrowest phone, light and dark: no rule of WCAG 2.2 AA is broken, nothing is too wide, no script fails, nothing is fetched from others.</summary>
[Collection(WebCollection.Name)]
public sealed class EveryPageTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>By their routes, with an address of each; a page without one fails the tests. Those without a sign-in come first.</summary>
    private static readonly (string Route, string Address)[] _open =
    [
        ("/sign-in", "/sign-in"), ("/forgot-password", "/forgot-password"), ("/reset-password", "/reset-password?token=none"), ("/invitation", "/invitation?token=none"),
        ("/signed-out", "/signed-out"), ("/error", "/error"), ("/guide", "/guide"), ("/guide/{Name}", "/guide/limits"),
    ];

    private static readonly (string Route, string Address)[] _signedIn =
    [
        ("/", "/?all=true"), ("/account", "/account"), ("/projects/new", "/projects/new"), ("/projects/archived", "/projects/archived"), ("/design", "/design"),
        ("/not-found", "/no-such-page"), ("/audit", "/audit"), ("/admin/people", "/admin/people"), ("/admin/projects", "/admin/projects"),
        ("/admin/settings", "/admin/settings"), ("/admin/operations", "/admin/operations"), ("/p/{Slug}", "/p/{slug}"), ("/p/{Slug}/c/{Id:guid}", "/p/{slug}/c/{conversation}"),
        ("/p/{Slug}/dictionary", "/p/{slug}/dictionary?table=orders"), ("/p/{Slug}/prompt", "/p/{slug}/prompt"), ("/p/{Slug}/usage", "/p/{slug}/usage"),
        ("/p/{Slug}/sql", "/p/{slug}/sql?query={query}"), ("/p/{Slug}/queries", "/p/{slug}/queries"), ("/p/{Slug}/queries/new", "/p/{slug}/queries/new"),
        ("/p/{Slug}/queries/{Id:guid}", "/p/{slug}/queries/{query}"), ("/p/{Slug}/settings", "/p/{slug}/settings"), ("/p/{Slug}/audit", "/p/{slug}/audit"),
        ("/p/{Slug}/audit/conversations", "/p/{slug}/audit/conversations"),
        ("/p/{Slug}/audit/conversations/{Id:guid}", "/p/{slug}/audit/conversations/{conversation}"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_page_has_an_address()
    {
        var routes = typeof(App).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template);

        Assert.Equal(routes.Order(StringComparer.Ordinal), _open.Concat(_signedIn).Select(page => page.Route).Order(StringComparer.Ordinal));
    }

    // 640 pixels are what a window of 1280 has left at 200 % zoom.
    private static readonly (int Width, ColorScheme Scheme)[] _looks = [(1280, ColorScheme.Light), (640, ColorScheme.Dark), (360, ColorScheme.Light)];

    [Fact]
    public async Task Every_page_is_for_everybody()
    {
        await using var window = await chromium.OpenAsync();
        foreach (var (_, address) in _open)
            await LookAsync(window, address);
        var (visitor, places) = await FillAsync();
        await window.SignInAsync(await app.AddLinkAsync(visitor, Token));
        foreach (var (_, address) in _signedIn)
            await LookAsync(window, places.Aggregate(address, (path, place) => path.Replace($"{{{place.Key}}}", place.Value, StringComparison.Ordinal)));

        Assert.Empty(window.Errors);
        Assert.Equal(new HashSet<string> { new Uri(app.Url).Host }, window.Hosts);
    }

    private async Task LookAsync(Window window, string address)
    {
        await window.Page.GotoAsync(app.Url + address);
        // What is still being fetched would be looked at half.
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await window.Page.Locator(".loading:not(.piece .loading)").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        foreach (var (width, scheme) in _looks)
        {
            await window.Page.SetViewportSizeAsync(width, 860);
            // Colours change at once for those who want no motion.
            await window.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await window.CheckAsync();
        }
    }

    /// <summary>An admin of a project who looks after the platform too, with something on every page.</summary>
    private async Task<(Visitor Visitor, Dictionary<string, string> Places)> FillAsync()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        await using (var db = await app.OpenPlatformAsync(Token))
            await db.Users.Where(u => u.Id == visitor.UserId).ExecuteUpdateAsync(u => u.SetProperty(x => x.IsPlatformAdministrator, true), Token);
        await using (var db = await app.OpenPlatformAsync(Token))
        {
            var archived = await app.AddVisitorAsync(Role.Admin, "offline", Token);
            await db.Projects.Where(p => p.Slug == archived.Slug).ExecuteUpdateAsync(p => p.SetProperty(x => x.ArchivedAt, DateTimeOffset.UtcNow), Token);
        }

        using var client = await app.SignInAsync(visitor, Token);
        var project = $"/api/v1/projects/{visitor.Slug}";
        var query = await PostAsync(client, $"{project}/saved-queries/", """{"name": "Ours", "sql": "select status, count(*) from orders group by status", "shared": true}""");
        var conversation = await PostAsync(client, $"{project}/conversations", "{}");
        using var content = new StringContent("""{"text": "Bar chart of orders by status"}""", Encoding.UTF8, "application/json");
        using var asked = await client.PostAsync($"{project}/conversations/{conversation}/messages", content, Token);
        Assert.Contains("\"done\"", await asked.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        return (visitor, new() { ["slug"] = visitor.Slug, ["query"] = query, ["conversation"] = conversation });
    }

    private static async Task<string> PostAsync(HttpClient client, string address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(address, content, Token);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("id").GetString()!;
    }
}
