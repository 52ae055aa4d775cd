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

/// <summary>A model's server on this machine: it speaks the real wire format, says what its script says, and keeps what it was asked.</summary>
public sealed class ModelDouble : IAsyncDisposable
{
    private readonly ConcurrentQueue<ModelTurn> _script = new();
    private readonly ConcurrentQueue<ModelRequest> _requests = new();
    private readonly WebApplication _app;

    private ModelDouble(WebApplication app) => _app = app;

    public string BaseUrl { get; private set; } = "";

    public IReadOnlyList<ModelRequest> Requests => [.. _requests];

    public static async Task<ModelDouble> StartAsync(params ModelTurn[] script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var model = new ModelDouble(builder.Build());
        model.Then(script);
        model._app.MapPost("/v1/messages", model.AnswerAsync);
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

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        var request = new ModelRequest(body, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), context.RequestAborted);
        _requests.Enqueue(request);
        var turn = _script.TryDequeue(out var next) ? next : Says.Error(400, "invalid_request_error", "The script has no turn left.");
        await AnthropicWire.WriteAsync(context, turn, _requests.Count, (string?)body["model"] ?? "");
    }
}

/// <param name="Aborted">Cancelled when the client hung up.</param>
public sealed record ModelRequest(JsonObject Body, IReadOnlyDictionary<string, string> Headers, CancellationToken Aborted);
