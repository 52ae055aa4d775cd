using System.Text.Json;
using DataAgent.Web.Tests.SignIn;
using static Microsoft.Playwright.Assertions;

namespace DataAgent.Web.Tests.Browser;

[Collection(WebCollection.Name)]
public sealed class PasskeyTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A passkey cannot be for a number.</summary>
    private string Site => app.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task A_passkey_is_added_signs_in_and_once_removed_does_not(int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(width, dark: dark);
        var device = await DeviceAsync(window);
        var user = await app.AddAccountAsync(Token);
        await window.Page.GotoAsync($"{Site}/account");
        await window.Page.FillAsync("#email", user.Email);
        await window.Page.FillAsync("#password", SignInForm.Password);
        await window.Page.PressAsync("#password", "Enter");

        await window.Page.FillAsync("#passkey-name", "The phone that lies beside the big cron box of finance");
        await window.Page.ClickAsync("button:has-text('Add a passkey')");
        await Expect(window.Page.Locator(".passkeys li")).ToContainTextAsync("never used");
        await window.Page.ClickAsync(".passkey-rename summary");
        await window.CheckAsync();
        await window.Page.FillAsync("[name=NewName]", "Phone");
        await window.Page.PressAsync("[name=NewName]", "Enter");
        await Expect(window.Page.Locator(".passkeys b")).ToHaveTextAsync("Phone");
        // The same device once more: the browser knows that it has one.
        await window.Page.FillAsync("#passkey-name", "Again");
        await window.Page.ClickAsync("button:has-text('Add a passkey')");
        await Expect(window.Page.Locator("#passkey-problem")).ToHaveTextAsync("This device has a passkey of your account already.");

        await window.Page.Context.ClearCookiesAsync();
        await window.Page.GotoAsync($"{Site}/account");
        await Expect(window.Page.Locator("[data-passkey-problem]")).ToBeHiddenAsync();
        await window.CheckAsync();
        await window.Page.ClickAsync("button:has-text('Sign in with a passkey')");
        await Expect(window.Page.Locator(".passkeys li")).ToContainTextAsync("last used");
        Assert.Equal("/account", new Uri(window.Page.Url).AbsolutePath);

        await window.Page.ClickAsync("[aria-label='Remove Phone']");
        await Expect(window.Page.Locator(".passkeys")).ToHaveCountAsync(0);
        await window.Page.Context.ClearCookiesAsync();
        await window.Page.GotoAsync($"{Site}/account");
        await window.Page.ClickAsync("button:has-text('Sign in with a passkey')");
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("This passkey did not sign you in");
        await window.CheckAsync();
        Assert.Empty(window.Errors);
        Assert.NotNull(device);
    }

    [Fact]
    public async Task Without_passkeys_in_the_browser_there_is_no_button_and_the_account_page_says_why()
    {
        await using var window = await chromium.OpenAsync();
        await window.Page.AddInitScriptAsync("delete window.PublicKeyCredential");
        var user = await app.AddAccountAsync(Token);
        await window.Page.GotoAsync($"{Site}/account");
        await Expect(window.Page.Locator("#email")).ToBeVisibleAsync();
        await Expect(window.Page.Locator("text=Sign in with a passkey")).ToBeHiddenAsync();

        await window.Page.FillAsync("#email", user.Email);
        await window.Page.FillAsync("#password", SignInForm.Password);
        await window.Page.PressAsync("#password", "Enter");

        await Expect(window.Page.Locator("[data-without-passkeys]")).ToContainTextAsync("This browser cannot use passkeys");
        await Expect(window.Page.Locator("button:has-text('Add a passkey')")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task At_a_number_the_account_page_says_where_passkeys_work()
    {
        await using var window = await chromium.OpenAsync();
        var user = await app.AddAccountAsync(Token);
        await window.Page.GotoAsync($"{app.Url}/account");
        await window.Page.FillAsync("#email", user.Email);
        await window.Page.FillAsync("#password", SignInForm.Password);
        await window.Page.PressAsync("#password", "Enter");

        await Expect(window.Page.Locator("section[aria-labelledby=passkeys]")).ToContainTextAsync($"open {Site} and sign in there");
    }

    [Fact]
    public async Task A_device_that_finds_no_passkey_is_told_of_and_the_page_stays()
    {
        await using var window = await chromium.OpenAsync();
        await DeviceAsync(window);
        await window.Page.GotoAsync($"{Site}/sign-in");

        await window.Page.ClickAsync("button:has-text('Sign in with a passkey')");

        await Expect(window.Page.Locator("[data-passkey-problem]")).ToContainTextAsync("Nothing was done");
        await window.CheckAsync();
        Assert.Empty(window.Errors);
    }

    /// <summary>A device built into the machine, whose person always agrees.</summary>
    private static async Task<JsonElement?> DeviceAsync(Window window)
    {
        var devtools = await window.Page.Context.NewCDPSessionAsync(window.Page);
        await devtools.SendAsync("WebAuthn.enable");
        return await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
