using System.Text.RegularExpressions;
using DataAgent.Projects;
using DataAgent.Testing;
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
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task Everyone_can_read_and_reach_all_of_it(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        var visitor = await app.OpenSettingsAsync(window, project => (project.LlmProvider, project.ExcludedTables) = ("openai", ["customers", "gone"]));
        await Expect(window.Page.GetByText("The project sees 1 of 2 tables")).ToBeVisibleAsync();
        await window.Section("limits").GetByLabel("Seconds per query").FillAsync("0");
        await window.SaveAsync("limits");
        await Expect(window.Section("limits")).ToContainTextAsync("Seconds per query: 1 to 600.");
        await window.Section("connection").GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await Expect(window.Section("connection")).ToContainTextAsync("It connects, but something is open.");
        await window.Section("members").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Remove ") }).ClickAsync();

        await window.CheckAsync();
        await ShootAsync(window, $"settings-{width}-{(dark ? "dark" : "light")}");
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
        var visitor = await app.OpenSettingsAsync(window);
        var slug = Unique.Name("sold-");
        await window.Section("general").GetByLabel("Name", new() { Exact = true }).FillAsync("");
        await window.Section("general").GetByLabel("Slug").FillAsync("Not A Slug");
        await window.SaveAsync("general");
        await Expect(window.Section("general")).ToContainTextAsync("Give the project a name of at most 100 characters.");
        await Expect(window.Section("general").GetByLabel("Slug")).ToHaveAttributeAsync("aria-invalid", "true");

        await window.Section("general").GetByLabel("Name", new() { Exact = true }).FillAsync("Sold things");
        await window.Section("general").GetByLabel("Slug").FillAsync(slug);
        await window.SaveAsync("general");

        await Expect(window.Section("general").Locator(".saved")).ToHaveTextAsync("Saved.");
        await Expect(window.Page).ToHaveURLAsync($"{app.Url}/p/{slug}/settings");
        await Expect(window.Page.Locator(".switch summary b")).ToHaveTextAsync("Sold things");
        await window.Section("limits").GetByLabel("Rows per query").FillAsync("1,234");
        await window.SaveAsync("limits");
        await Expect(window.Section("limits").Locator(".saved")).ToBeVisibleAsync();
        await window.ReloadSettingsAsync();
        await Expect(window.Section("general").GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Sold things");
        await Expect(window.Section("limits").GetByLabel("Rows per query")).ToHaveValueAsync("1234");
        Assert.NotNull(visitor);
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task A_connection_is_tested_before_it_is_saved_and_nothing_is_kept_of_the_test()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.OpenSettingsAsync(window);
        var connection = window.Section("connection");
        var test = connection.GetByRole(AriaRole.Button, new() { Name = "Test connection" });
        await connection.GetByLabel("Port").FillAsync("1");
        await test.ClickAsync();
        await Expect(connection).ToContainTextAsync("Enter the password again");

        await connection.GetByLabel("Password").FillAsync("reader");
        await test.ClickAsync();
        await Expect(connection).ToContainTextAsync("It does not connect.");
        var before = await app.ProjectAsync(visitor);
        await connection.GetByLabel("Port").FillAsync($"{before.DbPort}");
        await connection.GetByLabel("Password").FillAsync("wrong");
        await test.ClickAsync();
        await Expect(connection).ToContainTextAsync("It does not connect.");
        await Expect(connection.Locator(".findings .bad")).ToHaveCountAsync(1);
        await connection.GetByLabel("Login").FillAsync(await app.AddReaderAsync());
        await connection.GetByLabel("Password").FillAsync("reader");
        await test.ClickAsync();
        await Expect(connection).ToContainTextAsync("It connects, and the role only reads.");
        var tested = await app.ProjectAsync(visitor);

        await window.SaveAsync("connection");
        await Expect(connection.Locator(".saved")).ToHaveTextAsync("Saved. The role only reads.");
        await window.ReloadSettingsAsync();
        await Expect(connection.GetByLabel("Password")).ToHaveValueAsync("");

        var saved = await app.ProjectAsync(visitor);
        Assert.Equal((before.SealedDbUser, before.RoleChecked?.Scope), (tested.SealedDbUser, tested.RoleChecked?.Scope));
        Assert.NotEqual(before.SealedDbUser, saved.SealedDbUser);
        Assert.DoesNotContain("reader_", await window.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_are_ticked_and_those_that_are_gone_are_named()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.OpenSettingsAsync(window, project => project.ExcludedTables = ["customers", "gone"]);
        var tables = window.Section("tables");
        await Expect(tables).ToContainTextAsync("The project sees 1 of 2 tables");
        await Expect(tables.Locator("li", new() { HasTextString = "gone" })).ToContainTextAsync("not there");

        await tables.GetByLabel("Only these").CheckAsync();
        await window.SaveAsync("tables");
        await Expect(tables).ToContainTextAsync("Tick at least one table");
        await tables.GetByLabel("Search tables").FillAsync("CUST");
        await Expect(tables.Locator(".table-ticks li")).ToHaveCountAsync(1);
        await tables.GetByLabel("customers").CheckAsync();
        await window.SaveAsync("tables");
        await Expect(tables.Locator(".saved")).ToBeVisibleAsync();
        await window.ReloadSettingsAsync();

        await Expect(tables.GetByLabel("Only these")).ToBeCheckedAsync();
        await Expect(tables.GetByLabel("customers")).ToBeCheckedAsync();
        await Expect(tables.GetByLabel("orders")).Not.ToBeCheckedAsync();
        await Expect(tables).ToContainTextAsync("The project sees 1 of 2 tables");
        var project = await app.ProjectAsync(visitor);
        Assert.Equal(["customers"], project.AllowedTables);
        Assert.Empty(project.ExcludedTables);
        await tables.GetByLabel("All tables of the schema").CheckAsync();
        await window.SaveAsync("tables");
        await Expect(tables).ToContainTextAsync("The project sees 2 of 2 tables");
        Assert.Empty((await app.ProjectAsync(visitor)).AllowedTables);
    }

    [Fact]
    public async Task Limits_functions_and_extensions_stay_and_wrong_ones_are_said()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.OpenSettingsAsync(window);
        var limits = window.Section("limits");
        await limits.GetByLabel("Rows per query").FillAsync("many");
        await limits.GetByLabel("Functions of your own").FillAsync("net price(");
        await limits.GetByLabel("earthdistance").CheckAsync();
        await window.SaveAsync("limits");
        await Expect(limits).ToContainTextAsync("Rows per query: 1 to 100,000.");
        await Expect(limits).ToContainTextAsync("is no function");
        await Expect(limits).ToContainTextAsync("Switch on both.");
        await Expect(limits.GetByLabel("Rows per query")).ToHaveValueAsync("many");

        await limits.GetByLabel("Rows per query").FillAsync("50");
        await limits.GetByLabel("Functions of your own").FillAsync("net_price(numeric, text)\nmargin(integer)");
        await limits.GetByLabel("cube").CheckAsync();
        await window.SaveAsync("limits");
        await Expect(limits.Locator(".saved")).ToBeVisibleAsync();
        await window.ReloadSettingsAsync();

        await Expect(limits.GetByLabel("Functions of your own")).ToHaveValueAsync("net_price(numeric, text)\nmargin(integer)");
        await Expect(limits.GetByLabel("cube")).ToBeCheckedAsync();
        var project = await app.ProjectAsync(visitor);
        Assert.Equal((50, 2, 2), (project.MaxRowsPerQuery, project.AllowedFunctions.Count, project.AllowedExtensions.Count));
    }

    [Fact]
    public async Task The_click_that_leaves_a_mended_field_lands_where_it_was_aimed()
    {
        await using var window = await chromium.OpenAsync();
        await app.OpenSettingsAsync(window);
        var limits = window.Section("limits");
        await limits.GetByLabel("Functions of your own").FillAsync("net price(");
        await window.SaveAsync("limits");
        await Expect(limits.Locator(".problem:not(.mended)")).ToHaveCountAsync(2);

        await limits.GetByLabel("Functions of your own").FillAsync("net_price(numeric)");
        await limits.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).HoverAsync();
        await window.Page.Mouse.DownAsync();
        await Expect(limits.Locator(".problem.mended")).ToHaveCountAsync(2);
        var hint = await limits.Locator(".hint").First.EvaluateAsync<string>("hint => getComputedStyle(hint).color");
        await Expect(limits.Locator(".problem").First).ToHaveCSSAsync("color", hint);
        await window.Page.Mouse.UpAsync();

        await Expect(limits.Locator(".saved")).ToBeVisibleAsync();
        await Expect(limits.Locator(".problem")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_prompt_is_counted_and_stays_and_leads_to_what_is_sent()
    {
        await using var window = await chromium.OpenAsync();
        await app.OpenSettingsAsync(window);
        var prompt = window.Section("prompt");
        await prompt.GetByLabel("Prompt", new() { Exact = true }).FillAsync(new string('x', 20_001));
        await Expect(prompt).ToContainTextAsync("20,001 of 20,000");
        await window.SaveAsync("prompt");
        await Expect(prompt).ToContainTextAsync("Keep the prompt under 20,000 characters.");

        await prompt.GetByLabel("Prompt", new() { Exact = true }).FillAsync("Amounts are euros.");
        await window.SaveAsync("prompt");
        await Expect(prompt.Locator(".saved")).ToBeVisibleAsync();
        await window.ReloadSettingsAsync();
        await Expect(prompt.GetByLabel("Prompt", new() { Exact = true })).ToHaveValueAsync("Amounts are euros.");
        await prompt.GetByRole(AriaRole.Link, new() { Name = "See all that the model is sent" }).ClickAsync();

        await Expect(window.Page.Locator("#part-project code")).ToContainTextAsync("Amounts are euros.");
    }

    [Fact]
    public async Task A_model_is_chosen_keyed_and_tested_and_its_key_is_removed()
    {
        await using var model = await ModelDouble.StartAsync(Says.Call("c", "report_number", "{\"number\":", "42}"), Says.Error(401, "invalid_api_key"));
        await using var window = await chromium.OpenAsync();
        var visitor = await app.OpenSettingsAsync(window);
        var section = window.Section("model");
        var test = section.GetByRole(AriaRole.Button, new() { Name = "Test this model" });
        await test.ClickAsync();
        await Expect(section).ToContainTextAsync("answered by 'offline', so there is no model to test");

        await section.GetByLabel("OpenAI and others like it").CheckAsync();
        await section.GetByLabel("Model", new() { Exact = true }).FillAsync("m");
        await section.GetByLabel("Address").FillAsync("not an address");
        await section.GetByLabel("Key", new() { Exact = true }).FillAsync("sk-secret");
        await test.ClickAsync();
        await Expect(section).ToContainTextAsync("Save first");
        await window.SaveAsync("model");
        await Expect(section).ToContainTextAsync("Give an address that begins with https:// or http://");
        await section.GetByLabel("Address").FillAsync(model.OpenAIBaseUrl);
        await window.SaveAsync("model");
        await Expect(section.Locator(".saved")).ToBeVisibleAsync();
        await window.ReloadSettingsAsync();
        await Expect(section.GetByLabel("OpenAI and others like it")).ToBeCheckedAsync();
        await Expect(section.GetByLabel("Key", new() { Exact = true })).ToHaveValueAsync("");

        await test.ClickAsync();
        await Expect(section).ToContainTextAsync("It can answer questions about data.");
        await Expect(section).ToContainTextAsync("key of project");
        await test.ClickAsync();
        await Expect(section).ToContainTextAsync("The provider refused the project's API key.");
        await section.GetByRole(AriaRole.Button, new() { Name = "Remove the key" }).ClickAsync();
        await window.SaveAsync("model");
        await Expect(section.Locator(".saved")).ToBeVisibleAsync();

        Assert.Null((await app.ProjectAsync(visitor)).SealedModelKey);
        Assert.DoesNotContain("sk-secret", await window.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(window.Errors);
    }

    private static async Task ShootAsync(Window window, string name)
    {
        if (Environment.GetEnvironmentVariable("DATAAGENT_PICTURES") is not { } folder)
            return;
        var height = await window.Page.EvaluateAsync<int>("() => document.querySelector('.scroll').scrollHeight + 60");
        await window.Page.SetViewportSizeAsync(window.Page.ViewportSize!.Width, height);
        await window.Page.ScreenshotAsync(new() { Path = $"{folder}/{name}.png" });
    }
}
