using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace DataAgent.Testing;

/// <summary>What a server that speaks chat completions may do otherwise than OpenAI does.</summary>
[Flags]
public enum Sloppiness
{
    None = 0,
    NoIds = 1,
    NoIndexes = 2,

    /// <summary>Every call is number 0.</summary>
    IndexZero = 4,

    /// <summary>The tool's name comes with every piece of a call.</summary>
    NameEachPiece = 8,

    /// <summary>A new id comes with every piece of a call.</summary>
    IdEachPiece = 16,

    /// <summary>The arguments are an object instead of text.</summary>
    ObjectArguments = 32,

    NoFinishReason = 64,

    /// <summary>"stop", although there are calls.</summary>
    StopAfterCalls = 128,

    /// <summary>A reason that nobody knows.</summary>
    UnknownFinishReason = 256,

    NoDone = 512,
    NoUsage = 1024,

    /// <summary>Usage so far with every chunk.</summary>
    UsageEachChunk = 2048,

    /// <summary>Thinking is called "reasoning".</summary>
    Reasoning = 4096,
}

/// <summary>OpenAI's chat completions as a stream of server-sent events.</summary>
internal sealed class OpenAIWire(HttpContext context, ModelTurn turn, int number, string model)
{
    private readonly HttpResponse _response = context.Response;
    private int _calls;

    public async Task WriteAsync()
    {
        _response.Headers["x-request-id"] = $"req_{number}";
        _response.Headers["x-ratelimit-remaining-requests"] = "99";
        if (turn.Error is { } error)
        {
            _response.StatusCode = error.Status;
            if (error.RetryAfter is not null)
                _response.Headers.RetryAfter = error.RetryAfter;
            if (error.Location is not null)
                _response.Headers.Location = error.Location;
            await _response.WriteAsJsonAsync(Error(error.Type, error.Message));
            return;
        }

        _response.ContentType = "text/event-stream";
        await DeltaAsync(new() { ["role"] = "assistant", ["content"] = "" });
        foreach (var piece in turn.Pieces)
        {
            if (!await WriteAsync(piece))
                return;
        }

        if (turn.StopReason is null)
            return;
        if (!Is(Sloppiness.NoFinishReason))
            await DeltaAsync([], Finish(turn.StopReason));
        if (!Is(Sloppiness.NoUsage))
            await ChunkAsync(new() { ["choices"] = new JsonArray(), ["usage"] = Usage() });
        if (!Is(Sloppiness.NoDone))
            await WriteAsync("[DONE]");
    }

    /// <returns>False: the stream is over.</returns>
    private async Task<bool> WriteAsync(ModelPiece piece)
    {
        switch (piece)
        {
            case TextPiece text:
                foreach (var part in text.Parts)
                    await DeltaAsync(new() { ["content"] = part });
                return true;
            case StreamPiece stream:
                await foreach (var part in stream.Parts(context.RequestAborted))
                    await DeltaAsync(new() { ["content"] = part });
                return !context.RequestAborted.IsCancellationRequested;
            case ThinkingPiece thinking:
                await DeltaAsync(new() { [Is(Sloppiness.Reasoning) ? "reasoning" : "reasoning_content"] = thinking.Text });
                return true;
            case CallPiece call:
                await CallAsync(call);
                return true;
            case ErrorEventPiece error:
                await WriteAsync(Error(error.Type, "scripted").ToJsonString());
                return false;
            case WaitPiece wait:
                await Task.WhenAny(wait.Until, Task.Delay(Timeout.Infinite, context.RequestAborted));
                return !context.RequestAborted.IsCancellationRequested;
            default:
                context.Abort();
                return false;
        }
    }

    private async Task CallAsync(CallPiece call)
    {
        var index = Is(Sloppiness.IndexZero) ? 0 : _calls;
        _calls++;
        var json = Is(Sloppiness.ObjectArguments) ? [string.Concat(call.Json)] : call.Json;
        for (var i = 0; i < Math.Max(1, json.Count); i++)
        {
            var function = new JsonObject();
            if (i == 0 || Is(Sloppiness.NameEachPiece))
                function["name"] = call.Tool;
            if (json.Count > 0)
                function["arguments"] = Is(Sloppiness.ObjectArguments) ? JsonNode.Parse(json[i]) : json[i];
            var piece = new JsonObject { ["type"] = "function", ["function"] = function };
            if (!Is(Sloppiness.NoIndexes))
                piece["index"] = index;
            if (!Is(Sloppiness.NoIds) && (i == 0 || Is(Sloppiness.IdEachPiece)))
                piece["id"] = i == 0 ? call.Id : $"{call.Id}-{i}";
            await DeltaAsync(new() { ["tool_calls"] = new JsonArray(piece) });
        }
    }

    private string Finish(string reason) => reason switch
    {
        _ when Is(Sloppiness.UnknownFinishReason) => "eos",
        _ when Is(Sloppiness.StopAfterCalls) => "stop",
        "end_turn" => "stop",
        "tool_use" => "tool_calls",
        "max_tokens" => "length",
        "refusal" => "content_filter",
        _ => reason,
    };

    private Task DeltaAsync(JsonObject delta, string? finish = null)
    {
        var chunk = new JsonObject
        {
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
        };
        if (Is(Sloppiness.UsageEachChunk))
            chunk["usage"] = Usage();
        return ChunkAsync(chunk);
    }

    private Task ChunkAsync(JsonObject chunk)
    {
        (chunk["id"], chunk["object"], chunk["created"], chunk["model"]) = ($"chatcmpl-{number}", "chat.completion.chunk", 1_700_000_000, model);
        return WriteAsync(chunk.ToJsonString());
    }

    private async Task WriteAsync(string data)
    {
        await _response.WriteAsync($"data: {data}\n\n");
        await _response.Body.FlushAsync();
    }

    private bool Is(Sloppiness sloppiness) => turn.Sloppiness.HasFlag(sloppiness);

    private static JsonObject Error(string type, string message) =>
        new() { ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = type } };

    private JsonObject Usage() => new()
    {
        ["prompt_tokens"] = turn.InputTokens,
        ["completion_tokens"] = 42,
        ["total_tokens"] = turn.InputTokens + 42,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 2000 },
    };
}
