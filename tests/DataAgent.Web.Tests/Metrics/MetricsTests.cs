using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using DataAgent.Projects;
using DataAgent.Web.Tests.SignIn;

namespace DataAgent.Web.Tests.Metrics;

[Collection(ApiCollection.Name)]
public sealed partial class MetricsTests(WebApp app)
{
    internal const string Secret = "a token of sufficient length";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_finds_figures_until_a_token_is_set_and_then_only_whoever_sends_it()
    {
        await using var beside = await app.StartBesideAsync($"--Metrics:Token={Secret}");
        using var here = app.Anonymous(follow: false);
        using var there = new HttpClient { BaseAddress = new Uri(beside.Url) };

        using var off = await here.GetAsync("/metrics", Token);
        using var nothing = await here.GetAsync("/nothing-here", Token);
        using var without = await there.GetAsync("/metrics", Token);
        there.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "another token of some length");
        using var wrong = await there.GetAsync("/metrics", Token);
        var refused = await wrong.Content.ReadAsStringAsync(Token);
        there.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        using var right = await there.GetAsync("/metrics", Token);

        Assert.Equal(
            (nothing.StatusCode, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (off.StatusCode, without.StatusCode, wrong.StatusCode, right.StatusCode));
        Assert.Equal("", refused);
    }

    [Fact]
    public async Task A_question_a_refused_query_and_a_wrong_password_are_counted()
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        await using var beside = await app.StartBesideAsync($"--Metrics:Token={Secret}");
        var text = await WorkAndReadAsync(beside, visitor);

        Assert.Matches(@"(?m)^dataagent_runs_started_total [1-9]", text);
        Assert.Matches(@"(?m)^dataagent_run_duration_seconds_count\{status=""done""\} [1-9]", text);
        Assert.Matches(@"(?m)^dataagent_model_calls_total\{outcome=""answered"",provider=""offline"",purpose=""answer""\} [1-9]", text);
        Assert.Matches(@"(?m)^dataagent_query_duration_seconds_bucket\{door=""chat"",outcome=""answered"",le=""\+Inf""\} [1-9]", text);
        Assert.Matches(@"(?m)^dataagent_query_duration_seconds_count\{door=""http"",outcome=""refused""\} [1-9]", text);
        Assert.Matches(@"(?m)^dataagent_query_refusals_total\{reason=""NotReadOnly""\} [1-9]", text);
        Assert.Matches(@"(?m)^dataagent_sign_in_failures_total\{why=""unknown""\} [1-9]", text);
        Assert.Matches(@"(?m)^http_server_request_duration_seconds_count\{[^}]*http_route=""/api/v1/projects/\{slug\}/query""[^}]*\} [1-9]", text);
        Assert.Matches(@"(?m)^dataagent_runs_live -?\d+$", text);
    }

    [Fact]
    public async Task The_text_is_what_Prometheus_reads_and_holds_nothing_of_a_customers()
    {
        var visitor = await app.AddVisitorAsync(Role.Analyst, "offline", Token);
        await using var beside = await app.StartBesideAsync($"--Metrics:Token={Secret}");
        var text = await WorkAndReadAsync(beside, visitor);

        var typed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                Assert.True(typed.Add(line.Split(' ')[2]), $"Told twice: {line}");
            else if (!line.StartsWith('#'))
                Assert.Contains(Sample().Match(line) is { Success: true } found ? PartOfHistogram().Replace(found.Groups[1].Value, "") : line, typed.Select(name => PartOfHistogram().Replace(name, "")));
        }

        Assert.All([visitor.Slug, "4711", "orders", "example.test"], word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        Assert.Equal([.. Buckets(text).Order()], Buckets(text));
    }

    internal static async Task<string> WorkAndReadAsync(Beside beside, Visitor visitor)
    {
        using var client = new HttpClient { BaseAddress = new Uri(beside.Url) };
        using var signedIn = await client.GetAsync(visitor.Link, Token);
        signedIn.EnsureSuccessStatusCode();
        using var created = await client.PostAsync($"/api/v1/projects/{visitor.Slug}/conversations", null, Token);
        using var answer = await client.PostAsJsonAsync($"{created.Headers.Location}/messages", new { text = "How many orders are there?" }, Token);
        await answer.Content.ReadAsStringAsync(Token);
        using var ran = await client.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/query", new { sql = "select 4711 as mine" }, Token);
        using var refused = await client.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/query", new { sql = "delete from shop.orders" }, Token);
        using var nobody = new HttpClient { BaseAddress = new Uri(beside.Url) };
        using var wrong = await nobody.SignInAsync("nobody@example.test", "wrong", Token);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        return await client.GetStringAsync("/metrics", Token);
    }

    /// <summary>Counts below each bound of one series: none may be less than the one before.</summary>
    private static IEnumerable<long> Buckets(string text) => Bucket().Matches(text).Select(match => long.Parse(match.Groups[1].Value));

    [GeneratedRegex(@"^([a-z_:][a-z0-9_:]*)(?:\{(?:[a-z_][a-z0-9_]*=""(?:[^""\\]|\\.)*"",?)*\})? -?[0-9.E+-]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex PartOfHistogram();

    [GeneratedRegex(@"(?m)^dataagent_run_duration_seconds_bucket\{status=""done"",le=""[^""]+""\} (\d+)")]
    private static partial Regex Bucket();
}
