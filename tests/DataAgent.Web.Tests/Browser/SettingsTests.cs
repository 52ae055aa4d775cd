using System.Text.RegularExpressions;
using DataAgent.Projects;
using DataAgent.Testing;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>An admin sets up a project without a command line.</summary>
[Collection(WebCollection.Name)]
public sealed class SettingsTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task Everyone_can_read_and_reach_all_of_it(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        var visitor = await OpenAsync(window, project => (project.LlmProvider, project.ExcludedTables) = ("openai", ["customers", "gone"]));
        await Expect(window.Page.GetByText("The project sees 1 of 2 tables")).ToBeVisibleAsync();
        await Section(window, "limits").GetByLabel("Seconds per query").FillAsync("0");
        await SaveAsync(window, "limits");
        await Expect(Section(window, "limits")).ToContainTextAsync("Seconds per query: 1 to 600.");
        await Section(window, "connection").GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await Expect(Section(window, "connection")).ToContainTextAsync("It connects, but something is open.");
        await Section(window, "members").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Remove ") }).ClickAsync();

        var overflow = await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        var audit = await window.Page.RunAxe(new AxeRunOptions { RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        await ShootAsync(window, $"settings-{width}-{(dark ? "dark" : "light")}");
        Assert.True(overflow <= 0, $"It is {overflow} pixels too wide.");
        Assert.Empty(audit.Violations.Select(v => $"{v.Id} × {v.Nodes.Length}, first {v.Nodes[0].Html}"));
        Assert.Empty(window.Errors);
        Assert.Equal(new HashSet<string> { new Uri(app.Url).Host }, window.Hosts);
        Assert.NotNull(visitor);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    public async Task Others_are_neither_led_there_nor_told_anything(Role role)
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.AddVisitorAsync(role, "offline", Token, project => project.SystemPrompt = "For admins.");
        await window.SignInAsync(visitor.Link);
        await Expect(window.Page.Locator(".side-link", new() { HasTextString = "Settings" })).ToHaveCountAsync(0);

        var answer = await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/settings");
        var html = await answer!.TextAsync();

        await Expect(window.Page.Locator(".empty")).ToContainTextAsync("Only admins of the project see and change its settings.");
        Assert.DoesNotContain("For admins.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("db_host", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_name_and_address_are_everywhere_at_once_and_stay()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await OpenAsync(window);
        var slug = $"sold-{Guid.NewGuid():n}";
        await Section(window, "general").GetByLabel("Name", new() { Exact = true }).FillAsync("");
        await Section(window, "general").GetByLabel("Slug").FillAsync("Not A Slug");
        await SaveAsync(window, "general");
        await Expect(Section(window, "general")).ToContainTextAsync("Give the project a name of at most 100 characters.");
        await Expect(Section(window, "general").GetByLabel("Slug")).ToHaveAttributeAsync("aria-invalid", "true");

        await Section(window, "general").GetByLabel("Name", new() { Exact = true }).FillAsync("Sold things");
        await Section(window, "general").GetByLabel("Slug").FillAsync(slug);
        await SaveAsync(window, "general");

        await Expect(Section(window, "general").Locator(".saved")).ToHaveTextAsync("Saved.");
        await Expect(window.Page).ToHaveURLAsync($"{app.Url}/p/{slug}/settings");
        await Expect(window.Page.Locator(".switch summary b")).ToHaveTextAsync("Sold things");
        await Section(window, "limits").GetByLabel("Rows per query").FillAsync("1,234");
        await SaveAsync(window, "limits");
        await Expect(Section(window, "limits").Locator(".saved")).ToBeVisibleAsync();
        await ReloadAsync(window);
        await Expect(Section(window, "general").GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Sold things");
        await Expect(Section(window, "limits").GetByLabel("Rows per query")).ToHaveValueAsync("1234");
        Assert.NotNull(visitor);
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task A_connection_is_tested_before_it_is_saved_and_nothing_is_kept_of_the_test()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await OpenAsync(window);
        var connection = Section(window, "connection");
        var test = connection.GetByRole(AriaRole.Button, new() { Name = "Test connection" });
        await connection.GetByLabel("Port").FillAsync("1");
        await test.ClickAsync();
        await Expect(connection).ToContainTextAsync("Enter the password again");

        await connection.GetByLabel("Password").FillAsync("reader");
        await test.ClickAsync();
        await Expect(connection).ToContainTextAsync("It does not connect.");
        var before = await ProjectAsync(visitor);
        await connection.GetByLabel("Port").FillAsync($"{before.DbPort}");
        await connection.GetByLabel("Password").FillAsync("wrong");
        await test.ClickAsync();
        await Expect(connection).ToContainTextAsync("It does not connect.");
        await Expect(connection.Locator(".findings .bad")).ToHaveCountAsync(1);
        await connection.GetByLabel("Login").FillAsync(await app.AddReaderAsync());
        await connection.GetByLabel("Password").FillAsync("reader");
        await test.ClickAsync();
        await Expect(connection).ToContainTextAsync("It connects, and the role only reads.");
        var tested = await ProjectAsync(visitor);

        await SaveAsync(window, "connection");
        await Expect(connection.Locator(".saved")).ToHaveTextAsync("Saved. The role only reads.");
        await ReloadAsync(window);
        await Expect(connection.GetByLabel("Password")).ToHaveValueAsync("");

        var saved = await ProjectAsync(visitor);
        Assert.Equal((before.SealedDbUser, before.RoleChecked?.Scope), (tested.SealedDbUser, tested.RoleChecked?.Scope));
        Assert.NotEqual(before.SealedDbUser, saved.SealedDbUser);
        Assert.DoesNotContain("reader_", await window.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_are_ticked_and_those_that_are_gone_are_named()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await OpenAsync(window, project => project.ExcludedTables = ["customers", "gone"]);
        var tables = Section(window, "tables");
        await Expect(tables).ToContainTextAsync("The project sees 1 of 2 tables");
        await Expect(tables.Locator("li", new() { HasTextString = "gone" })).ToContainTextAsync("not there");

        await tables.GetByLabel("Only these").CheckAsync();
        await SaveAsync(window, "tables");
        await Expect(tables).ToContainTextAsync("Tick at least one table");
        await tables.GetByLabel("Search tables").FillAsync("CUST");
        await Expect(tables.Locator(".table-ticks li")).ToHaveCountAsync(1);
        await tables.GetByLabel("customers").CheckAsync();
        await SaveAsync(window, "tables");
        await Expect(tables.Locator(".saved")).ToBeVisibleAsync();
        await ReloadAsync(window);

        await Expect(tables.GetByLabel("Only these")).ToBeCheckedAsync();
        await Expect(tables.GetByLabel("customers")).ToBeCheckedAsync();
        await Expect(tables.GetByLabel("orders")).Not.ToBeCheckedAsync();
        await Expect(tables).ToContainTextAsync("The project sees 1 of 2 tables");
        var project = await ProjectAsync(visitor);
        Assert.Equal(["customers"], project.AllowedTables);
        Assert.Empty(project.ExcludedTables);
        await tables.GetByLabel("All tables of the schema").CheckAsync();
        await SaveAsync(window, "tables");
        await Expect(tables).ToContainTextAsync("The project sees 2 of 2 tables");
        Assert.Empty((await ProjectAsync(visitor)).AllowedTables);
    }

    [Fact]
    public async Task Limits_functions_and_extensions_stay_and_wrong_ones_are_said()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await OpenAsync(window);
        var limits = Section(window, "limits");
        await limits.GetByLabel("Rows per query").FillAsync("many");
        await limits.GetByLabel("Functions of your own").FillAsync("net price(");
        await limits.GetByLabel("earthdistance").CheckAsync();
        await SaveAsync(window, "limits");
        await Expect(limits).ToContainTextAsync("Rows per query: 1 to 100,000.");
        await Expect(limits).ToContainTextAsync("is no function");
        await Expect(limits).ToContainTextAsync("Switch on both.");
        await Expect(limits.GetByLabel("Rows per query")).ToHaveValueAsync("many");

        await limits.GetByLabel("Rows per query").FillAsync("50");
        await limits.GetByLabel("Functions of your own").FillAsync("net_price(numeric, text)\nmargin(integer)");
        await limits.GetByLabel("cube").CheckAsync();
        await SaveAsync(window, "limits");
        await Expect(limits.Locator(".saved")).ToBeVisibleAsync();
        await ReloadAsync(window);

        await Expect(limits.GetByLabel("Functions of your own")).ToHaveValueAsync("net_price(numeric, text)\nmargin(integer)");
        await Expect(limits.GetByLabel("cube")).ToBeCheckedAsync();
        var project = await ProjectAsync(visitor);
        Assert.Equal((50, 2, 2), (project.MaxRowsPerQuery, project.AllowedFunctions.Count, project.AllowedExtensions.Count));
    }

    [Fact]
    public async Task The_click_that_leaves_a_mended_field_lands_where_it_was_aimed()
    {
        await using var window = await chromium.OpenAsync();
        await OpenAsync(window);
        var limits = Section(window, "limits");
        await limits.GetByLabel("Functions of your own").FillAsync("net price(");
        await SaveAsync(window, "limits");
        await Expect(limits.Locator(".problem:not(.mended)")).ToHaveCountAsync(2);

        await limits.GetByLabel("Functions of your own").FillAsync("net_price(numeric)");
        await limits.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).HoverAsync();
        await window.Page.Mouse.DownAsync();
        await Expect(limits.Locator(".problem.mended")).ToHaveCountAsync(2);
        await window.Page.Mouse.UpAsync();

        await Expect(limits.Locator(".saved")).ToBeVisibleAsync();
        await Expect(limits.Locator(".problem")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_prompt_is_counted_and_stays_and_leads_to_what_is_sent()
    {
        await using var window = await chromium.OpenAsync();
        await OpenAsync(window);
        var prompt = Section(window, "prompt");
        await prompt.GetByLabel("Prompt", new() { Exact = true }).FillAsync(new string('x', 20_001));
        await Expect(prompt).ToContainTextAsync("20,001 of 20,000");
        await SaveAsync(window, "prompt");
        await Expect(prompt).ToContainTextAsync("Keep the prompt under 20,000 characters.");

        await prompt.GetByLabel("Prompt", new() { Exact = true }).FillAsync("Amounts are euros.");
        await SaveAsync(window, "prompt");
        await Expect(prompt.Locator(".saved")).ToBeVisibleAsync();
        await ReloadAsync(window);
        await Expect(prompt.GetByLabel("Prompt", new() { Exact = true })).ToHaveValueAsync("Amounts are euros.");
        await prompt.GetByRole(AriaRole.Link, new() { Name = "See all that the model is sent" }).ClickAsync();

        await Expect(window.Page.Locator("#part-project code")).ToContainTextAsync("Amounts are euros.");
    }

    [Fact]
    public async Task A_model_is_chosen_keyed_and_tested_and_its_key_is_removed()
    {
        await using var model = await ModelDouble.StartAsync(Says.Call("c", "report_number", "{\"number\":", "42}"), Says.Error(401, "invalid_api_key"));
        await using var window = await chromium.OpenAsync();
        var visitor = await OpenAsync(window);
        var section = Section(window, "model");
        var test = section.GetByRole(AriaRole.Button, new() { Name = "Test this model" });
        await test.ClickAsync();
        await Expect(section).ToContainTextAsync("answered by 'offline', so there is no model to test");

        await section.GetByLabel("OpenAI and others like it").CheckAsync();
        await section.GetByLabel("Model", new() { Exact = true }).FillAsync("m");
        await section.GetByLabel("Address").FillAsync("not an address");
        await section.GetByLabel("Key", new() { Exact = true }).FillAsync("sk-secret");
        await test.ClickAsync();
        await Expect(section).ToContainTextAsync("Save first");
        await SaveAsync(window, "model");
        await Expect(section).ToContainTextAsync("Give an address that begins with https:// or http://");
        await section.GetByLabel("Address").FillAsync(model.OpenAIBaseUrl);
        await SaveAsync(window, "model");
        await Expect(section.Locator(".saved")).ToBeVisibleAsync();
        await ReloadAsync(window);
        await Expect(section.GetByLabel("OpenAI and others like it")).ToBeCheckedAsync();
        await Expect(section.GetByLabel("Key", new() { Exact = true })).ToHaveValueAsync("");

        await test.ClickAsync();
        await Expect(section).ToContainTextAsync("It can answer questions about data.");
        await Expect(section).ToContainTextAsync("key of project");
        await test.ClickAsync();
        await Expect(section).ToContainTextAsync("The provider refused the project's API key.");
        await section.GetByRole(AriaRole.Button, new() { Name = "Remove the key" }).ClickAsync();
        await SaveAsync(window, "model");
        await Expect(section.Locator(".saved")).ToBeVisibleAsync();

        Assert.Null((await ProjectAsync(visitor)).SealedModelKey);
        Assert.DoesNotContain("sk-secret", await window.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task Of_two_admins_at_once_the_second_is_told_and_nothing_is_overwritten()
    {
        await using var one = await chromium.OpenAsync();
        await using var two = await chromium.OpenAsync();
        var visitor = await OpenAsync(one);
        var other = await app.AddPersonAsync(Token, visitor, Role.Admin);
        await two.SignInAsync(other.Link);
        await two.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/settings");
        await LiveAsync(two);

        await Section(one, "limits").GetByLabel("Rows per query").FillAsync("11");
        await SaveAsync(one, "limits");
        await Expect(Section(one, "limits").Locator(".saved")).ToBeVisibleAsync();
        await Section(two, "prompt").GetByLabel("Prompt", new() { Exact = true }).FillAsync("Another part.");
        await SaveAsync(two, "prompt");
        await Expect(Section(two, "prompt").Locator(".saved")).ToBeVisibleAsync();
        await Section(two, "limits").GetByLabel("Rows per query").FillAsync("22");
        await SaveAsync(two, "limits");

        await Expect(Section(two, "limits")).ToContainTextAsync("Somebody else changed these settings meanwhile");
        Assert.Equal(11, (await ProjectAsync(visitor)).MaxRowsPerQuery);
        await Section(two, "limits").GetByRole(AriaRole.Button, new() { Name = "Show what is stored now" }).ClickAsync();
        await Expect(Section(two, "limits").GetByLabel("Rows per query")).ToHaveValueAsync("11");
        await Section(two, "limits").GetByLabel("Rows per query").FillAsync("22");
        await SaveAsync(two, "limits");
        await Expect(Section(two, "limits").Locator(".saved")).ToBeVisibleAsync();
        var project = await ProjectAsync(visitor);
        Assert.Equal((22, "Another part."), (project.MaxRowsPerQuery, project.SystemPrompt));
    }

    [Fact]
    public async Task Leaving_with_unsaved_changes_asks()
    {
        await using var window = await chromium.OpenAsync();
        await OpenAsync(window);
        var asked = new List<string>();
        var answer = false;
        window.Page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Type);
            await (answer ? dialog.AcceptAsync() : dialog.DismissAsync());
        };
        await Section(window, "general").GetByLabel("Description").FillAsync("Written, not saved.");
        await Section(window, "general").GetByLabel("Description").BlurAsync();
        await Expect(Section(window, "general")).ToContainTextAsync("Not saved yet");

        await window.Page.Locator(".settings-nav a", new() { HasTextString = "Model" }).ClickAsync();
        await window.Page.Locator(".side-link", new() { HasTextString = "Usage" }).ClickAsync();
        await Expect(Section(window, "general").GetByLabel("Description")).ToHaveValueAsync("Written, not saved.");
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
        var visitor = await OpenAsync(window);
        var person = await app.AddPersonAsync(Token);
        var (email, own) = (await EmailAsync(person), await EmailAsync(visitor));
        using var client = await app.SignInAsync(person, Token);
        var members = Section(window, "members");

        await members.GetByLabel("E-mail of a person").FillAsync("nobody@example.test");
        await members.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(members).ToContainTextAsync("There is no active user with that e-mail address.");
        await Expect(members).ToContainTextAsync("./dataagent user add --email nobody@example.test");
        await members.GetByLabel("E-mail of a person").FillAsync(email);
        await members.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(members.Locator(".saved")).ToHaveTextAsync($"{email} is now viewer.");
        await members.GetByLabel($"Role of {own}").SelectOptionAsync("viewer");
        await Expect(members).ToContainTextAsync("This is the project's last admin.");
        await Expect(members.GetByLabel($"Role of {own}")).ToHaveValueAsync("admin");
        await members.GetByLabel($"Role of {email}").SelectOptionAsync("analyst");
        await Expect(members.Locator(".saved")).ToHaveTextAsync($"{email} is now analyst.");
        var asAnalyst = await client.GetAsync($"/api/v1/projects/{visitor.Slug}/saved-queries", Token);
        await ReloadAsync(window);
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
        var visitor = await OpenAsync(window);
        await app.AddPersonAsync(Token, visitor, Role.Admin);

        await Section(window, "members").GetByLabel($"Role of {await EmailAsync(visitor)}").SelectOptionAsync("viewer");

        await Expect(window.Page).ToHaveURLAsync($"{app.Url}/p/{visitor.Slug}");
        await Expect(window.Page.Locator(".side-link", new() { HasTextString = "Settings" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_project_is_removed_when_its_name_is_written()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await OpenAsync(window);
        var danger = Section(window, "danger");
        await danger.GetByLabel("Write Corner shop to remove it").FillAsync("Corner");
        await danger.GetByRole(AriaRole.Button, new() { Name = "Remove the project" }).ClickAsync();
        await Expect(danger).ToContainTextAsync("Write the project's name, Corner shop");

        await danger.GetByLabel("Write Corner shop to remove it").FillAsync("Corner shop");
        await danger.GetByRole(AriaRole.Button, new() { Name = "Remove the project" }).ClickAsync();

        await Expect(window.Page).ToHaveURLAsync($"{app.Url}/");
        await using var db = await app.OpenPlatformAsync(Token);
        Assert.False(await db.Projects.AnyAsync(p => p.Slug == visitor.Slug, Token));
    }

    private async Task<Visitor> OpenAsync(Window window, Action<Project>? configure = null)
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token, configure);
        await window.SignInAsync(visitor.Link);
        await window.Page.GotoAsync($"{app.Url}/p/{visitor.Slug}/settings");
        await LiveAsync(window);
        return visitor;
    }

    private static async Task ReloadAsync(Window window)
    {
        await window.Page.ReloadAsync();
        await LiveAsync(window);
    }

    private static Task LiveAsync(Window window) => window.Page.Locator(".settings-page[data-live=yes]").WaitForAsync();

    private static ILocator Section(Window window, string id) => window.Page.Locator($"#{id}.settings-section");

    private static Task SaveAsync(Window window, string id) => Section(window, id).GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

    private async Task<Project> ProjectAsync(Visitor visitor)
    {
        await using var db = await app.OpenPlatformAsync(Token);
        return await db.Projects.AsNoTracking().SingleAsync(p => p.Slug == visitor.Slug, Token);
    }

    private async Task<string> EmailAsync(Visitor visitor)
    {
        await using var db = await app.OpenPlatformAsync(Token);
        return (await db.Users.SingleAsync(u => u.Id == visitor.UserId, Token)).Email;
    }

    private static async Task ShootAsync(Window window, string name)
    {
        if (Environment.GetEnvironmentVariable("SHOTS") is not { } folder)
            return;
        var height = await window.Page.EvaluateAsync<int>("() => document.querySelector('.scroll').scrollHeight + 60");
        await window.Page.SetViewportSizeAsync(window.Page.ViewportSize!.Width, height);
        await window.Page.ScreenshotAsync(new() { Path = $"{folder}/{name}.png" });
    }
}
