using System.Runtime.CompilerServices;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Providers;

/// <summary>The SDK's client with what it leaves out: cache marks, calls as they are written, and failures in our words.</summary>
internal sealed class AnthropicChatClient(IChatClient inner, ModelEndpoint endpoint, ResponseWatch lastResponse) : DelegatingChatClient(inner)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var calls = new Dictionary<long, ToolUseBlock>();
        await using var updates = base.GetStreamingResponseAsync(MarkForCache([.. messages]), options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                    yield break;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && AnthropicFailure.From(e, endpoint, lastResponse.RetryAfter) is { } failure)
            {
                throw failure;
            }

            var update = updates.Current;
            if (Delta(update, calls) is { } delta)
                update.Contents.Add(delta);
            yield return update.Lighter();
        }
    }

    /// <summary>The SDK gives a call only when it is complete; its raw events show the SQL while it is written.</summary>
    private static ToolCallDelta? Delta(ChatResponseUpdate update, Dictionary<long, ToolUseBlock> calls)
    {
        switch ((update.RawRepresentation as RawMessageStreamEvent)?.Value)
        {
            case RawContentBlockStartEvent { ContentBlock.Value: ToolUseBlock call } start:
                calls[start.Index] = call;
                return new(call.ID, call.Name, "");
            case RawContentBlockDeltaEvent { Delta.Value: InputJsonDelta json } more when calls.TryGetValue(more.Index, out var open):
                return new(open.ID, open.Name, json.PartialJson);
            default:
                return null;
        }
    }

    /// <summary>Tools and system text stay for an hour, the conversation so far for five minutes. Marks are never stored: they would not survive it.</summary>
    private static List<ChatMessage> MarkForCache(List<ChatMessage> messages)
    {
        if (messages is [{ Contents: [.., var system] }, ..])
            system.WithCacheControl(Ttl.Ttl1h);
        if (messages is [_, .., { Contents: [.., var last] }])
            last.WithCacheControl(Ttl.Ttl5m);
        return messages;
    }
}
