using DataAgent.Projects;
using DataAgent.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

/// <summary>A person changes their mind: questions put anew, versions to go back to, and a word on an answer.</summary>
[Collection(WebCollection.Name)]
public sealed class BranchTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edited_question_starts_another_version_and_both_outlive_a_reload()
    {
        await using var window = await chromium.OpenAsync();
        await AskTwoAsync(window);

        await Turn(window, "Second").GetByRole(AriaRole.Button, new() { Name = "Edit the question" }).ClickAsync();
        var field = window.Page.Locator(".edit-question textarea");
        await Expect(field).ToBeFocusedAsync();
        await Expect(field).ToHaveValueAsync("Second");
        app.Model.Then(Says.Text("Answer to the other second."));
        await field.FillAsync("Other second");
        await field.PressAsync("Enter");

        await Expect(Turn(window, "Other second").Locator(".prose")).ToHaveTextAsync("Answer to the other second.");
        await Expect(Questions(window)).ToHaveTextAsync(["First", "Other second"]);
        await Expect(Turn(window, "Other second").Locator(".versions")).ToContainTextAsync("2 of 2");
        await Expect(Turn(window, "First").Locator(".versions")).ToHaveCountAsync(0);
        Assert.Equal(["First", "Answer to the first.", "Other second"], Told());

        await ReloadAsync(window);
        await Expect(Questions(window)).ToHaveTextAsync(["First", "Other second"]);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Previous version" }).ClickAsync();
        await Expect(Questions(window)).ToHaveTextAsync(["First", "Second"]);
        await Expect(Turn(window, "Second").Locator(".versions")).ToContainTextAsync("1 of 2");
        await ReloadAsync(window);
        await Expect(Questions(window)).ToHaveTextAsync(["First", "Second"]);

        app.Model.Then(Says.Text("Answer to the third."));
        await window.AskAsync("Third");
        await Expect(Turn(window, "Third").Locator(".prose")).ToHaveTextAsync("Answer to the third.");
        Assert.Equal(["First", "Answer to the first.", "Second", "Answer to the second.", "Third"], Told());
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task Escape_leaves_the_question_as_it_was()
    {
        await using var window = await chromium.OpenAsync();
        await AskTwoAsync(window);
        var edit = Turn(window, "First").GetByRole(AriaRole.Button, new() { Name = "Edit the question" });

        await edit.ClickAsync();
        await window.Page.Locator(".edit-question textarea").FillAsync("Something else");
        await window.Page.Keyboard.PressAsync("Escape");

        await Expect(window.Page.Locator(".edit-question")).ToHaveCountAsync(0);
        await Expect(Questions(window)).ToHaveTextAsync(["First", "Second"]);
        await Expect(edit).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Asked_again_a_question_has_a_second_answer_and_the_first_is_a_click_away()
    {
        await using var window = await chromium.OpenAsync();
        await AskTwoAsync(window);

        app.Model.Then(Says.Text("Another answer."));
        await Turn(window, "Second").GetByRole(AriaRole.Button, new() { Name = "Ask again" }).ClickAsync();
        await Expect(Turn(window, "Second").Locator(".prose")).ToHaveTextAsync("Another answer.");

        Assert.Equal(["First", "Answer to the first.", "Second"], Told());
        await Expect(Questions(window)).ToHaveTextAsync(["First", "Second"]);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Previous version" }).ClickAsync();
        await Expect(Turn(window, "Second").Locator(".prose")).ToHaveTextAsync("Answer to the second.");
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Previous version" })).ToBeDisabledAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Next version" }).ClickAsync();
        await Expect(Turn(window, "Second").Locator(".prose")).ToHaveTextAsync("Another answer.");
    }

    [Fact]
    public async Task A_word_on_an_answer_is_kept_changed_and_taken_back()
    {
        await using var window = await chromium.OpenAsync();
        await AskTwoAsync(window);
        var (good, bad) = (Thumb(window, "Good answer"), Thumb(window, "Bad answer"));

        await good.ClickAsync();
        await Expect(good).ToHaveAttributeAsync("aria-pressed", "true");
        app.Model.Then(Says.Text("Another answer."));
        await Turn(window, "Second").GetByRole(AriaRole.Button, new() { Name = "Ask again" }).ClickAsync();
        await Expect(window.LastTurn("done").Locator(".prose")).ToHaveTextAsync("Another answer.");
        await Expect(good).ToHaveAttributeAsync("aria-pressed", "false");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Previous version" }).ClickAsync();
        await Expect(good).ToHaveAttributeAsync("aria-pressed", "true");
        await bad.ClickAsync();
        await window.Page.GetByLabel("Wrong figures").CheckAsync();
        await window.Page.GetByLabel("In your words").FillAsync("March is missing.");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(bad).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(good).ToHaveAttributeAsync("aria-pressed", "false");

        await ReloadAsync(window);
        await Expect(bad).ToHaveAttributeAsync("aria-pressed", "true");
        await bad.ClickAsync();
        await Expect(window.Page.GetByLabel("Wrong figures")).ToBeCheckedAsync();
        await Expect(window.Page.GetByLabel("In your words")).ToHaveValueAsync("March is missing.");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await Expect(bad).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(window.Page.Locator(".feedback-form")).ToHaveCountAsync(0);
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task A_quiet_line_says_that_earlier_messages_were_summarised_and_opens_to_the_text()
    {
        await using var window = await chromium.OpenAsync();
        await AskTwoAsync(window);
        app.Model.Then(Says.Error(400, "invalid_request_error", "prompt is too long: 250000 tokens"), Says.Text("Two questions were answered."), Says.Text("Answer to the third."));

        await window.AskAsync("Third");
        await Expect(Turn(window, "Third").Locator(".prose")).ToHaveTextAsync("Answer to the third.");
        await ReloadAsync(window);

        var line = Turn(window, "Third").Locator(".summarised");
        await Expect(line.Locator("summary")).ToHaveTextAsync("Earlier messages were summarised for the model");
        await Expect(line.Locator("pre")).ToBeHiddenAsync();
        await line.Locator("summary").ClickAsync();
        await Expect(line.Locator("pre")).ToHaveTextAsync("Two questions were answered.");
        await Expect(Questions(window)).ToHaveTextAsync(["First", "Second", "Third"]);
    }

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task What_is_added_to_a_turn_is_accessible_and_fits(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        await AskTwoAsync(window);
        app.Model.Then(Says.Text("Another answer."));
        await Turn(window, "Second").GetByRole(AriaRole.Button, new() { Name = "Ask again" }).ClickAsync();
        await Expect(Turn(window, "Second").Locator(".prose")).ToHaveTextAsync("Another answer.");
        app.Model.Then(Says.Error(400, "invalid_request_error", "prompt is too long: 250000 tokens"), Says.Text("Two questions were answered."), Says.Text("Answer to the third."));
        await window.AskAsync("Third");
        await Expect(Turn(window, "Third").Locator(".prose")).ToHaveTextAsync("Answer to the third.");
        await Turn(window, "Third").Locator(".summarised summary").ClickAsync();

        await Thumb(window, "Bad answer").ClickAsync();
        await window.Page.GetByLabel("Wrong tables").CheckAsync();
        await Turn(window, "First").GetByRole(AriaRole.Button, new() { Name = "Edit the question" }).ClickAsync();
        await window.Page.Locator(".edit-question textarea").WaitForAsync();

        await window.CheckAsync();
    }

    private async Task AskTwoAsync(Window window)
    {
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "anthropic", Token)).Link);
        app.Model.Then(Says.Text("Answer to the first."));
        await window.AskAsync("First");
        await Expect(Turn(window, "First").Locator(".prose")).ToHaveTextAsync("Answer to the first.");
        await window.LastTurn("done").WaitForAsync();
        app.Model.Then(Says.Text("Answer to the second."));
        await window.AskAsync("Second");
        await Expect(Turn(window, "Second").Locator(".prose")).ToHaveTextAsync("Answer to the second.");
        await Expect(window.Page.Locator(".turn[data-status=done]")).ToHaveCountAsync(2);
    }

    private static async Task ReloadAsync(Window window)
    {
        await window.Page.ReloadAsync();
        await window.LiveAsync();
    }

    private static ILocator Turn(Window window, string question) => window.Page.Locator($".turn[aria-label='{question}']");

    private static ILocator Questions(Window window) => window.Page.Locator(".turn .question");

    private static ILocator Thumb(Window window, string name) => window.Page.Locator(".turn").Last.GetByRole(AriaRole.Button, new() { Name = name });

    /// <summary>What the model was told of the conversation when it was asked last.</summary>
    private IEnumerable<string> Told() =>
        app.Model.Requests[^1].Body["messages"]!.AsArray().Select(m => string.Concat(m!["content"]!.AsArray().Select(c => (string?)c!["text"])));
}
