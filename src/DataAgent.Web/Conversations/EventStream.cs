using System.Text.Json;
using DataAgent.Agent;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace DataAgent.Web.Conversations;

/// <summary>Server-sent events of a run: <c>id</c> is the sequence number, <c>event</c> the type, <c>data</c> the event as JSON.</summary>
/// <remarks>A comment every 15 seconds keeps proxies from closing a quiet stream. A reader that leaves does not stop the run.</remarks>
internal sealed class EventStream(IAsyncEnumerable<AgentEvent> events) : IResult
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await WriteAsync(http.Response, json, over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The reader left, or the host stops: the reader comes back with the last number it saw.
        }
    }

    private async Task WriteAsync(HttpResponse response, JsonSerializerOptions options, CancellationToken cancellationToken)
    {
        await response.StartAsync(cancellationToken);
        await using var source = events.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var next = source.MoveNextAsync().AsTask();
            while (await Task.WhenAny(next, Task.Delay(Heartbeat, cancellationToken)) != next)
                await SendAsync(response, ": still here\n\n", cancellationToken);
            if (!await next)
                return;

            var json = JsonSerializer.SerializeToElement(source.Current, options);
            await SendAsync(response, $"id: {source.Current.Seq}\nevent: {json.GetProperty("type").GetString()}\ndata: {json.GetRawText()}\n\n", cancellationToken);
        }
    }

    private static async Task SendAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
