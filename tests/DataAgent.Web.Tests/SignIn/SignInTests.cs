using System.Net;
using DataAgent.Data;
using DataAgent.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Web.Tests.SignIn;

[Collection(ApiCollection.Name)]
public sealed class SignInTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "/sign-in")]
    [InlineData("/p/any", "/sign-in?returnUrl=%2Fp%2Fany")]
    [InlineData("/p/any/dictionary?table=orders", "/sign-in?returnUrl=%2Fp%2Fany%2Fdictionary%3Ftable%3Dorders")]
    public async Task A_page_sends_a_stranger_to_sign_in_and_remembers_the_way(string path, string expected)
    {
        using var client = app.Anonymous(follow: false);

        using var response = await client.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(expected, response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/api/v1/projects")]
    [InlineData("/api/v1/projects/any/conversations")]
    [InlineData("/api/v1/projects/any/dictionary")]
    public async Task The_api_answers_a_stranger_with_401(string path)
    {
        using var client = app.Anonymous(follow: false);

        using var response = await client.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_link_signs_in_and_a_forged_one_does_not()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);

        using var client = await app.SignInAsync(visitor, Token);
        using var forger = app.Anonymous();
        var forged = await forger.GetStringAsync("/sign-in?token=forged", Token);

        Assert.Contains(visitor.Slug, await client.GetStringAsync("/api/v1/projects", Token));
        Assert.Contains("not valid any more", forged);
    }

    [Fact]
    public async Task Signing_out_ends_it()
    {
        using var client = await app.SignInAsync(await app.AddVisitorAsync(Role.Viewer, "offline", Token), Token);

        using var bye = await client.PostAsync("/sign-out", null, Token);
        using var after = await client.GetAsync("/api/v1/projects", Token);

        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task The_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = app.Anonymous(follow: false);

        using var response = await client.GetAsync(visitor.Link, Token);

        var cookies = response.Headers.GetValues("Set-Cookie").ToList();
        Assert.All(cookies, cookie => Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("samesite=lax", Assert.Single(cookies, cookie => cookie.StartsWith("data-agent=", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Cookie_keys_lie_sealed_in_the_database()
    {
        using var client = await app.SignInAsync(await app.AddVisitorAsync(Role.Viewer, "offline", Token), Token);

        await using var db = await app.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(Token);
        var keys = await db.DataProtectionKeys.ToListAsync(Token);

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.StartsWith("v1.", key.SealedXml));
    }

    [Fact]
    public async Task Another_site_cannot_use_the_cookie_to_change_something()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/projects/{visitor.Slug}/conversations");
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }
}
