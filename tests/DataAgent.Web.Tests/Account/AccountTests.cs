using System.Net;
using System.Net.Http.Json;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Users;
using DataAgent.Web.Tests.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Web.Tests.Account;

[Collection(ApiCollection.Name)]
public sealed class AccountTests(WebApp app)
{
    private const string Wanted = "seven slow blue trains";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_password_keeps_this_browser_and_ends_the_others()
    {
        var user = await app.AddAccountAsync(Token);
        using var here = await EnterAsync(user);
        using var there = await EnterAsync(user);

        using var changed = await here.SubmitAsync("/account", "password", Token, ("CurrentPassword", SignInForm.Password), ("NewPassword", Wanted), ("Repeated", Wanted));

        Assert.Contains("Your password is changed", await changed.Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(there));
        Assert.Contains("user.password_change page ran", await app.AuditOfAsync(user.Id, Token));
    }

    [Fact]
    public async Task The_old_password_is_needed_and_the_new_one_must_be_good()
    {
        var user = await app.AddAccountAsync(Token);
        using var client = await EnterAsync(user);

        using var wrong = await client.SubmitAsync("/account", "password", Token, ("CurrentPassword", "guessed"), ("NewPassword", Wanted), ("Repeated", Wanted));
        using var common = await client.SubmitAsync("/account", "password", Token, ("CurrentPassword", SignInForm.Password), ("NewPassword", "password1234"), ("Repeated", "password1234"));
        using var overHttp = await client.PostAsJsonAsync("/api/v1/account/password", new { current_password = "guessed", password = Wanted }, Token);

        Assert.Contains("This is not your password.", await wrong.Content.ReadAsStringAsync(Token));
        Assert.Contains("among the first", await common.Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.BadRequest, overHttp.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client));
    }

    [Fact]
    public async Task Who_came_by_a_link_sets_a_first_password_over_http()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);

        using var set = await client.PostAsJsonAsync("/api/v1/account/password", new { password = Wanted }, Token);
        var account = await client.GetStringAsync("/api/v1/account", Token);

        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.Contains("\"has_password\":true", account);
        Assert.DoesNotContain("stamp", account);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_browser_and_link()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var here = await app.SignInAsync(visitor, Token);
        using var there = await app.SignInAsync(visitor, Token);

        using var left = await here.SubmitAsync("/account", "everywhere", Token);
        using var stranger = app.Anonymous();

        Assert.Contains("signed out everywhere", await left.Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(here));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(there));
        Assert.Contains("not valid any more", await stranger.GetStringAsync(visitor.Link, Token));
        Assert.Contains("user.sign_out_everywhere page ran", await app.AuditOfAsync(visitor.UserId, Token));
    }

    [Fact]
    public async Task A_disabled_person_is_out_with_the_next_request()
    {
        var user = await app.AddAccountAsync(Token);
        using var client = await EnterAsync(user);
        var directory = app.Services.GetRequiredService<UserDirectory>();
        var admin = await directory.EnsureLocalAdministratorAsync(Token);

        await app.Services.GetRequiredService<People>().DisableAsync(admin, user.Email, QueryDoor.CommandLine, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
        Assert.Contains("<h1>Sign in</h1>", await client.GetStringAsync("/account", Token));
    }

    [Fact]
    public async Task The_menu_leads_to_the_account()
    {
        using var client = await EnterAsync(await app.AddAccountAsync(Token));

        Assert.Contains("href=\"/account\"", await client.GetStringAsync("/", Token));
    }

    private async Task<HttpClient> EnterAsync(User user)
    {
        var client = app.Anonymous();
        (await client.SignInAsync(user.Email, SignInForm.Password, Token)).Dispose();
        return client;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/api/v1/account", Token);
        return response.StatusCode;
    }
}
