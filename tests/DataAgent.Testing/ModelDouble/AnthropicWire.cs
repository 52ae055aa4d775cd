using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace DataAgent.Testing;

/// <summary>Anthropic's Messages API as a stream of server-sent events.</summary>
internal static class AnthropicWire
{
    public static async Task WriteAsync(HttpContext context, ModelTurn turn, int number, string model)
    {
        var response = context.Response;
        response.Headers["request-id"] = $"req_{number}";
        if (turn.Error is { } error)
        {
            response.StatusCode = error.Status;
            if (error.RetryAfter is not null)
                response.Headers.RetryAfter = error.RetryAfter;
            if (error.Location is not null)
                response.Headers.Location = error.Location;
            await response.WriteAsJsonAsync(Error(error.Type, error.Message));
            return;
        }

        response.ContentType = "text/event-stream";
        await SendAsync(response, "message_start", new JsonObject
        {
            ["message"] = new JsonObject
            {
                ["id"] = $"msg_{number}",
                ["type"] = "message",
                ["role"] = "assistant",
                ["model"] = model,
                ["content"] = new JsonArray(),
                ["stop_reason"] = null,
                ["stop_sequence"] = null,
                ["usage"] = Usage(turn, output: 1),
            },
        });
        await SendAsync(response, "ping", []);
        var index = 0;
        foreach (var piece in turn.Pieces)
        {
            if (!await WriteAsync(context, piece, index++))
                return;
        }

        if (turn.StopReason is null)
            return;
        await SendAsync(response, "message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = turn.StopReason, ["stop_sequence"] = null },
            ["usage"] = Usage(turn, output: 42),
        });
        await SendAsync(response, "message_stop", []);
    }

    /// <returns>False: the stream is over.</returns>
    private static async Task<bool> WriteAsync(HttpContext context, ModelPiece piece, int index)
    {
        switch (piece)
        {
            case TextPiece text:
                await BlockAsync(context.Response, index, new() { ["type"] = "text", ["text"] = "" }, text.Parts.Select(p => new JsonObject { ["type"] = "text_delta", ["text"] = p }));
                return true;
            case StreamPiece stream:
                await StreamAsync(context, index, stream);
                return !context.RequestAborted.IsCancellationRequested;
            case ThinkingPiece thinking:
                await BlockAsync(context.Response, index, new() { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" },
                    [new() { ["type"] = "thinking_delta", ["thinking"] = thinking.Text }, new() { ["type"] = "signature_delta", ["signature"] = thinking.Signature }]);
                return true;
            case CallPiece call:
                await BlockAsync(context.Response, index, new() { ["type"] = "tool_use", ["id"] = call.Id, ["name"] = call.Tool, ["input"] = new JsonObject() },
                    call.Json.Select(p => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = p }));
                return true;
            case ErrorEventPiece error:
                await SendAsync(context.Response, "error", Error(error.Type, "scripted"));
                return false;
            case WaitPiece wait:
                await Task.WhenAny(wait.Until, Task.Delay(Timeout.Infinite, context.RequestAborted));
                return !context.RequestAborted.IsCancellationRequested;
            default:
                context.Abort();
                return false;
        }
    }

    private static async Task StreamAsync(HttpContext context, int index, StreamPiece stream)
    {
        await SendAsync(context.Response, "content_block_start", new() { ["index"] = index, ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "" } });
        await foreach (var part in stream.Parts(context.RequestAborted))
            await SendAsync(context.Response, "content_block_delta", new() { ["index"] = index, ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = part } });
        await SendAsync(context.Response, "content_block_stop", new() { ["index"] = index });
    }

    private static async Task BlockAsync(HttpResponse response, int index, JsonObject block, IEnumerable<JsonObject> deltas)
    {
        await SendAsync(response, "content_block_start", new() { ["index"] = index, ["content_block"] = block });
        foreach (var delta in deltas)
            await SendAsync(response, "content_block_delta", new() { ["index"] = index, ["delta"] = delta });
        await SendAsync(response, "content_block_stop", new() { ["index"] = index });
    }

    private static async Task SendAsync(HttpResponse response, string type, JsonObject data)
    {
        data["type"] = type;
        await response.WriteAsync($"event: {type}\ndata: {data.ToJsonString()}\n\n");
        await response.Body.FlushAsync();
    }

    private static JsonObject Error(string type, string message) =>
        new() { ["type"] = "error", ["error"] = new JsonObject { ["type"] = type, ["message"] = message } };

    private static JsonObject Usage(ModelTurn turn, int output) =>
        new() { ["input_tokens"] = turn.InputTokens - 3_000, ["cache_creation_input_tokens"] = 1000, ["cache_read_input_tokens"] = 2000, ["output_tokens"] = output };
}
