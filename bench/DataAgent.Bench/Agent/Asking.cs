using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataAgent.Bench.Agent;

/// <summary>What a reader of one answer saw; times in milliseconds.</summary>
/// <param name="FirstToken">From the question to the first text.</param>
/// <param name="OnTheWay">From the double's sending of the first text to its arrival.</param>
internal readonly record struct Heard(double FirstToken, double OnTheWay, int Deltas, int Tokens);

/// <summary>A client of the product's HTTP API, and one of the double alone.</summary>
internal sealed class Asking : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private readonly string _url;

    public Asking(string url, string? cookie)
    {
        _url = url;
        if (cookie is not null)
            _http.DefaultRequestHeaders.Add("Cookie", cookie);
    }

    public async Task<string> StartConversationAsync(string slug)
    {
        using var response = await _http.PostAsync($"{_url}/api/v1/projects/{slug}/conversations", null);
        response.EnsureSuccessStatusCode();
        return $"{_url}{response.Headers.Location}";
    }

    /// <param name="hears">Told of each delta's tokens when it comes.</param>
    public Task<Heard> AskAsync(string conversation, string question, Action<int> hears, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{conversation}/messages");
        request.Content = JsonContent.Create(new { text = question });
        return ReadAsync(request, "\"text.delta\"", hears, cancellationToken);
    }

    /// <summary>The same answer from the double itself, as Anthropic's API sends it.</summary>
    public Task<Heard> AskModelAsync(string question, Action<int> hears)
    {
        var body = new JsonObject
        {
            ["model"] = "bench",
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question }),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, $"{_url}/v1/messages");
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return ReadAsync(request, "\"text_delta\"", hears, CancellationToken.None);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Heard> ReadAsync(HttpRequestMessage request, string type, Action<int> hears, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var (heard, ended) = (default(Heard), "");
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
                ended = line;
            if (!ended.Contains(type, StringComparison.Ordinal) || line.Length == 0 || !ReferenceEquals(line, ended))
                continue;
            var text = TextOf(line);
            if (heard.Deltas == 0)
            {
                heard = heard with
                {
                    FirstToken = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                    OnTheWay = Stopwatch.GetElapsedTime(BenchModel.Stamped(text)).TotalMilliseconds,
                };
            }

            var tokens = BenchModel.TokensIn(text);
            heard = heard with { Deltas = heard.Deltas + 1, Tokens = heard.Tokens + tokens };
            hears(tokens);
        }

        if (type == "\"text.delta\"" && !ended.Contains("\"done\"", StringComparison.Ordinal))
            throw new InvalidOperationException($"The run did not end well: {ended}");
        return heard;
    }

    /// <remarks>The benchmark's texts need no escapes.</remarks>
    private static ReadOnlySpan<char> TextOf(string line)
    {
        const string Key = "\"text\":\"";
        var rest = line.AsSpan(line.IndexOf(Key, StringComparison.Ordinal) + Key.Length);
        return rest[..rest.IndexOf('"')];
    }
}
