using System.Text.Json.Nodes;

namespace DataAgent.Agent.Providers;

/// <summary>What servers get wrong that speak OpenAI's chat completions, put right chunk by chunk for one answer, so that the SDK can read it.</summary>
/// <remarks>What cannot be put right is left: an answer that ends without its end marker stays one that broke off.</remarks>
/// <param name="usedIds">Ids of calls in the conversation so far; a call of this answer gets another one.</param>
internal sealed class ChunkRepair(ISet<string> usedIds)
{
    private readonly CallRepair _calls = new(usedIds);
    private JsonObject _last = [];
    private JsonObject? _usage;
    private bool _sawAnything, _sawFinish, _declined;

    /// <returns>Null: nothing to pass on.</returns>
    /// <exception cref="StreamErrorException">The chunk is an error.</exception>
    /// <exception cref="System.Text.Json.JsonException">The chunk is no JSON.</exception>
    public string? Fix(string data)
    {
        if (JsonNode.Parse(data) is not JsonObject chunk)
            return null;
        if (chunk["error"] is { } error)
            throw new StreamErrorException(error.ToJsonString(), StreamErrors.StatusOf(error));
        KeepUsage(chunk);
        if (chunk["choices"] is not JsonArray { Count: > 0 } choices)
            return null;

        foreach (var choice in choices.OfType<JsonObject>())
            FixChoice(choice);
        _last = chunk;
        return chunk.ToJsonString();
    }

    /// <summary>The server said that it is done: the missing reason is that it was.</summary>
    public IEnumerable<string> Done()
    {
        if (_sawAnything && !_sawFinish)
            yield return Closing(new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["delta"] = new JsonObject(),
                ["finish_reason"] = _declined ? "content_filter" : _calls.Any ? "tool_calls" : "stop",
            }));
        foreach (var chunk in End())
            yield return chunk;
    }

    /// <summary>The stream is over, whether the server was done or not.</summary>
    public IEnumerable<string> End()
    {
        if (_usage is not null)
            yield return Closing([], _usage);
        _usage = null;
    }

    private void FixChoice(JsonObject choice)
    {
        choice["index"] ??= 0;
        if (choice["delta"] is not JsonObject delta)
            choice["delta"] = delta = [];
        if (delta["role"] is { } role && Text(role) is not "assistant")
            delta.Remove("role");
        delta["reasoning_content"] ??= Text(delta["reasoning"]);
        if (delta["content"] is JsonArray parts)
            delta["content"] = string.Concat(parts.Select(p => Text(p?["text"])));
        if (Text(delta["refusal"]) is { } refusal)
        {
            delta.Remove("refusal");
            delta["content"] = Text(delta["content"]) + refusal;
            _declined = true;
        }

        if (delta["tool_calls"] is JsonArray { Count: > 0 } calls)
        {
            foreach (var call in calls.OfType<JsonObject>())
                _calls.Fix(call);
        }
        else
        {
            delta.Remove("tool_calls");
        }

        _sawAnything |= _calls.Any || Text(delta["content"]) is not null || Text(delta["reasoning_content"]) is not null;
        choice["finish_reason"] = Finish(Text(choice["finish_reason"]));
        _sawFinish |= choice["finish_reason"] is not null;
    }

    private string? Finish(string? reason) => reason switch
    {
        null => null,
        _ when _declined => "content_filter",
        "stop" or "length" or "tool_calls" or "content_filter" => reason,
        "max_tokens" or "model_length" => "length",
        _ => _calls.Any ? "tool_calls" : "stop",
    };

    /// <summary>Some send it with every chunk, and the SDK's reader would add it up: only the last one counts.</summary>
    private void KeepUsage(JsonObject chunk)
    {
        if (chunk["usage"] is JsonObject usage)
        {
            var (input, output) = (Number(usage["prompt_tokens"]), Number(usage["completion_tokens"]));
            var cached = usage["prompt_tokens_details"] is JsonObject details ? Number(details["cached_tokens"]) : Number(usage["prompt_cache_hit_tokens"]);
            _usage = new JsonObject
            {
                ["prompt_tokens"] = input,
                ["completion_tokens"] = output,
                ["total_tokens"] = input + output,
                ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = cached },
            };
        }

        chunk.Remove("usage");
    }

    private string Closing(JsonArray choices, JsonObject? usage = null)
    {
        var chunk = new JsonObject { ["id"] = _last["id"]?.DeepClone(), ["object"] = "chat.completion.chunk" };
        foreach (var name in (ReadOnlySpan<string>)["created", "model"])
        {
            if (_last[name] is { } value)
                chunk[name] = value.DeepClone();
        }

        chunk["choices"] = choices;
        if (usage is not null)
            chunk["usage"] = usage;
        return chunk.ToJsonString();
    }

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    internal static int Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;
}

/// <summary>Which HTTP status an error in a stream would have had.</summary>
file static class StreamErrors
{
    public static int StatusOf(JsonNode error)
    {
        var code = (error as JsonObject)?["code"] ?? (error as JsonObject)?["status"];
        if (ChunkRepair.Number(code) is >= 400 and < 600 and var number)
            return number;
        if (int.TryParse(ChunkRepair.Text(code), out var written) && written is >= 400 and < 600)
            return written;
        var text = error.ToJsonString();
        return text switch
        {
            _ when Has("rate_limit") || Has("insufficient_quota") => 429,
            _ when Has("overloaded") || Has("unavailable") || Has("capacity") => 503,
            _ when Has("context_length") || Has("context length") || Has("content_filter") || Has("content_policy") => 400,
            _ when Has("invalid_api_key") || Has("authentication") => 401,
            _ when Has("model_not_found") => 404,
            _ => 500,
        };

        bool Has(string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
    }
}
