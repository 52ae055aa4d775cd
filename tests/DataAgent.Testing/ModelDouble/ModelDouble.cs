using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataAgent.Testing;

/// <summary>A model's server on this machine: it speaks the real wire formats, says what its script says, and keeps what it was asked.</summary>
public sealed class ModelDouble : IAsyncDisposable
{
    private readonly ConcurrentQueue<ModelTurn> _script = new();
    private readonly ConcurrentQueue<ModelRequest> _requests = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Func<ModelRequest, ModelTurn> _answer;
    private readonly WebApplication _app;
    private readonly bool _keeps;
    private int _asked;

    private ModelDouble(WebApplication app, Func<ModelRequest, ModelTurn>? answer, bool keeps) =>
        (_app, _answer, _keeps) = (app, answer ?? NextOfScript, keeps);

    /// <summary>For providers that add <c>/v1/messages</c> by themselves.</summary>
    public string BaseUrl { get; private set; } = "";

    /// <summary>For those that add <c>/chat/completions</c>.</summary>
    public string OpenAIBaseUrl => $"{BaseUrl}/v1";

    public IReadOnlyList<ModelRequest> Requests => [.. _requests];

    public static async Task<ModelDouble> StartAsync(params ModelTurn[] script)
    {
        var model = await StartAsync("http://127.0.0.1:0", answer: null);
        model.Then(script);
        return model;
    }

    /// <param name="answer">Instead of a script.</param>
    /// <param name="keeps">False: what it was asked is forgotten when it is answered.</param>
    public static async Task<ModelDouble> StartAsync(string url, Func<ModelRequest, ModelTurn>? answer, bool keeps = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var model = new ModelDouble(builder.Build(), answer, keeps);
        model._app.MapPost("/v1/messages", context => model.AnswerAsync(context, AnthropicWire.WriteAsync));
        model._app.MapPost("/v1/chat/completions", context =>
            model.AnswerAsync(context, (http, turn, number, name) => new OpenAIWire(http, turn, number, name).WriteAsync()));
        await model._app.StartAsync();
        model.BaseUrl = model._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return model;
    }

    /// <summary>More turns, after those there are.</summary>
    public void Then(params ModelTurn[] turns)
    {
        foreach (var turn in turns)
            _script.Enqueue(turn);
    }

    /// <summary>Waits for the next request that nobody waited for yet, until its turn has begun.</summary>
    public Task WaitForRequestAsync(CancellationToken cancellationToken) => _arrived.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _arrived.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, Func<HttpContext, ModelTurn, int, string, Task> write)
    {
        using var raw = new MemoryStream();
        await context.Request.Body.CopyToAsync(raw);
        var body = JsonNode.Parse(raw.ToArray())!.AsObject();
        var request = new ModelRequest(body, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), context.RequestAborted)
        {
            Path = context.Request.Path,
            Raw = raw.ToArray(),
        };
        var number = Interlocked.Increment(ref _asked);
        if (_keeps)
            _requests.Enqueue(request);
        var turn = _answer(request);
        _arrived.Release();
        await write(context, turn, number, (string?)body["model"] ?? "");
    }

    private ModelTurn NextOfScript(ModelRequest request) =>
        _script.TryDequeue(out var next) ? next : Says.Error(400, "invalid_request_error", "The script has no turn left.");
}

/// <param name="Aborted">Cancelled when the client hung up.</param>
public sealed record ModelRequest(JsonObject Body, IReadOnlyDictionary<string, string> Headers, CancellationToken Aborted)
{
    public string Path { get; init; } = "";

    /// <summary>The body, byte by byte.</summary>
    public byte[] Raw { get; init; } = [];
}
