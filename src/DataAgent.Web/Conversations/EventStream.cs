using System.Buffers;
using System.Collections.Frozen;
using System.IO.Pipelines;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataAgent.Agent;
using DataAgent.Telemetry;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace DataAgent.Web.Conversations;

/// <summary>Server-sent events of a run: <c>id</c> is the sequence number, <c>event</c> the type, <c>data</c> the event as JSON.</summary>
/// <remarks>
/// Events that are there together are sent together, and text at most thirty times a second: the first word at once, what a fast model writes
/// right after it with the next. A comment every 15 seconds keeps proxies from closing a quiet stream. A reader that leaves does not stop the run.
/// </remarks>
internal sealed class EventStream(IAsyncEnumerable<AgentEvent> events) : IResult
{
    private const int MaxUnsent = 16 * 1024;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15), Pace = TimeSpan.FromMilliseconds(33);

    private static readonly FrozenDictionary<Type, string> Types = typeof(AgentEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    public async Task ExecuteAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var counted = Meters.Listens();
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
        var output = response.BodyWriter;
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = options.Encoder });
        using var clock = new PeriodicTimer(Heartbeat);
        var beat = clock.WaitForNextTickAsync(cancellationToken).AsTask();
        await using var source = new Source(events.GetAsyncEnumerator(cancellationToken));
        var isText = false;
        while (true)
        {
            var next = source.MoveNextAsync();
            var more = next.IsCompleted ? null : source.Pending = next.AsTask();
            if (more is not null || output.UnflushedBytes > MaxUnsent)
                await output.FlushAsync(cancellationToken);
            if (more is not null && isText)
                await Task.Delay(Pace, cancellationToken);
            while (more is not null && await Task.WhenAny(more, beat) != more)
            {
                Write(output, ": still here\n\n");
                await output.FlushAsync(cancellationToken);
                beat = clock.WaitForNextTickAsync(cancellationToken).AsTask();
            }

            if (!await (more ?? next.AsTask()))
                break;
            Write(output, json, source.Current, options);
            isText = source.Current is TextDelta or ReasoningDelta or ToolArgsDelta;
        }

        await output.FlushAsync(cancellationToken);
    }

    /// <summary>Lets a step that is on its way end before it disposes of it: when the reader leaves or the host stops, it is.</summary>
    private sealed class Source(IAsyncEnumerator<AgentEvent> events) : IAsyncDisposable
    {
        public Task<bool> Pending { get; set; } = Task.FromResult(false);

        public AgentEvent Current => events.Current;

        public ValueTask<bool> MoveNextAsync() => events.MoveNextAsync();

        public async ValueTask DisposeAsync()
        {
            await ((Task)Pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await events.DisposeAsync();
        }
    }

    private static void Write(PipeWriter output, Utf8JsonWriter json, AgentEvent happened, JsonSerializerOptions options)
    {
        Write(output, $"id: {happened.Seq}\nevent: {Types[happened.GetType()]}\ndata: ");
        json.Reset(output);
        JsonSerializer.Serialize(json, happened, options);
        Write(output, "\n\n");
    }

    private static void Write(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
