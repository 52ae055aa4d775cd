using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Users;
using DataAgent.Web.Tests.SignIn;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

[Collection(WebCollection.Name)]
public sealed class AccountTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task The_pages_of_accounts_fit_and_can_be_used_by_everybody(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        var user = await app.AddAccountAsync(Token);
        var token = await app.Services.GetRequiredService<PasswordLinks>().CreateAsync(user.Id, PasswordLinks.ResetLifetime, Token);

        foreach (var path in new[] { "/forgot-password", $"/reset-password?token={token}", "/reset-password?token=void", "/signed-out?reason=everywhere", "/sign-in?problem=link" })
        {
            await window.Page.GotoAsync(app.Url + path);
            await window.CheckAsync();
        }

        await window.Page.GotoAsync($"{app.Url}/account");
        await window.Page.FillAsync("#email", user.Email);
        await window.Page.FillAsync("#password", "wrong");
        await window.Page.PressAsync("#password", "Enter");
        await Expect(window.Page.Locator("[role=alert]")).ToContainTextAsync("do not match");
        await window.CheckAsync();
        await window.Page.FillAsync("#password", SignInForm.Password);
        await window.Page.PressAsync("#password", "Enter");
        await Expect(window.Page.Locator("#current-password")).ToBeVisibleAsync();
        await window.CheckAsync();
        await window.Page.FillAsync("#token-name", "nightly report of the finance department, from the big cron box");
        await window.Page.CheckAsync("[name=Ask]");
        await window.Page.ClickAsync("text=Make a token");
        await Expect(window.Page.Locator(".new-token code")).ToContainTextAsync("dat_");
        await window.CheckAsync();
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task An_open_page_is_left_within_seconds_when_its_person_is_disabled()
    {
        await using var window = await chromium.OpenAsync();
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        await window.SignInAsync(visitor.Link);
        var directory = app.Services.GetRequiredService<UserDirectory>();
        var email = (await directory.FindByIdAsync(visitor.UserId, Token))!.Email;

        await app.Services.GetRequiredService<People>().DisableAsync(await directory.EnsureLocalAdministratorAsync(Token), email, QueryDoor.CommandLine, Token);

        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("You were signed out");
    }
}
