using System.Net;
using System.Text.RegularExpressions;
using DataAgent.Projects;
using DataAgent.Web.Shell;

namespace DataAgent.Web.Tests.Shell;

[Collection(ApiCollection.Name)]
public sealed partial class HostTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_that_it_lives_and_that_it_is_ready()
    {
        using var client = app.Anonymous();

        Assert.Equal("alive", await client.GetStringAsync("/healthz", Token));
        Assert.Equal("ready", await client.GetStringAsync("/readyz", Token));
    }

    [Theory]
    [InlineData("gzip", 0.6)]
    [InlineData("br", 0.5)]
    public async Task What_a_page_loads_is_sent_compressed(string coding, double atMost)
    {
        using var client = app.Anonymous();
        var page = await client.GetStringAsync("/sign-in", Token);
        var assets = Asset().Matches(page).Select(match => match.Groups["path"].Value).Distinct().ToList();
        List<string> wrong = [];
        foreach (var asset in assets)
        {
            var whole = (await client.GetByteArrayAsync($"/{asset}", Token)).Length;
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/{asset}") { Headers = { { "Accept-Encoding", coding } } };
            using var response = await client.SendAsync(request, Token);
            var sent = (await response.Content.ReadAsByteArrayAsync(Token)).Length;
            if (whole > 1500 && (sent > whole * atMost || !response.Content.Headers.ContentEncoding.Contains(coding)))
                wrong.Add($"{asset}: {sent} of {whole} bytes");
        }

        Assert.True(assets.Count > 20);
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_process_that_stops_lives_and_is_not_ready()
    {
        await using var beside = await app.StartBesideAsync();
        using var client = new HttpClient { BaseAddress = new Uri(beside.Url) };
        var told = new TaskCompletionSource<(string, HttpStatusCode, string)>();
        // Runs before anything stops: the host waits for it.
        beside.Stopping.Register(() =>
        {
            using var ready = client.GetAsync("/readyz", Token).GetAwaiter().GetResult();
            told.SetResult((client.GetStringAsync("/healthz", Token).GetAwaiter().GetResult(), ready.StatusCode, ready.Content.ReadAsStringAsync(Token).GetAwaiter().GetResult()));
        });

        await beside.DisposeAsync();

        Assert.Equal(("alive", HttpStatusCode.ServiceUnavailable, "This process stops."), await told.Task);
    }

    [Fact]
    public async Task No_page_allows_scripts_of_others_or_in_its_text()
    {
        using var client = await app.SignInAsync(await app.AddVisitorAsync(Role.Viewer, "offline", Token), Token);

        using var response = await client.GetAsync("/", Token);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        var html = await response.Content.ReadAsStringAsync(Token);

        Assert.Contains("script-src 'self';", policy);
        Assert.DoesNotMatch("<script(?![^>]* src=)(?![^>]*type=\"application/)[^>]*>", html);
        Assert.DoesNotMatch($"(src|href)=\"https?://(?!{new Uri(app.Url).Authority})", html);
    }

    [Fact]
    public async Task A_taken_port_is_told_in_one_sentence_that_says_what_to_do()
    {
        var port = new Uri(app.Url).Port;
        using var output = new StringWriter();
        using var errors = new StringWriter();

        var code = await HostStart.RunAsync([$"--urls=http://127.0.0.1:{port}", .. app.Settings], output, errors);

        Assert.Equal(1, code);
        Assert.Equal($"Port {port} is taken. Stop the other program or start with --urls http://127.0.0.1:{port + 1}.", errors.ToString().Trim());
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public async Task An_address_that_is_none_is_a_page_that_says_so()
    {
        using var client = await app.SignInAsync(await app.AddVisitorAsync(Role.Viewer, "offline", Token), Token);

        using var response = await client.GetAsync("/nothing/here", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("There is nothing here", await response.Content.ReadAsStringAsync(Token));
    }

    /// <summary>Scripts, style sheets, and the libraries that a page asks for later.</summary>
    [GeneratedRegex("(?:src|href|content)=\"/?(?<path>(?:css|js|lib|_framework)/[^\"]+[.](?:css|js))\"")]
    private static partial Regex Asset();
}
