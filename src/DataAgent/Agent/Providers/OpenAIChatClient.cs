using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace DataAgent.Agent.Providers;

/// <summary>The SDK's client with what it leaves out: calls as they are written, the older name of the limit, and failures in our words.</summary>
/// <param name="usedIds">Filled with the conversation's ids of calls before each request, for the repair of its answer.</param>
/// <param name="isOlder">The server is asked by the older name of the longest answer, which compatible servers know.</param>
internal sealed class OpenAIChatClient(IChatClient inner, ModelEndpoint endpoint, ResponseWatch lastResponse, ISet<string> usedIds, bool isOlder)
    : DelegatingChatClient(inner)
{
    private bool _isOlder = isOlder;

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<ChatMessage> history = [.. messages];
        usedIds.Clear();
        usedIds.UnionWith(history.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Select(c => c.CallId));
        var calls = new Dictionary<int, StreamingChatToolCallUpdate>();
        var updates = Ask(history, options, cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                        yield break;
                }
                catch (Exception e) when (_isOlder && OpenAIFailure.IsOfLimitName(e))
                {
                    _isOlder = false;
                    await updates.DisposeAsync();
                    updates = Ask(history, options, cancellationToken);
                    continue;
                }
                catch (Exception e) when (!cancellationToken.IsCancellationRequested && OpenAIFailure.From(e, endpoint, lastResponse.RetryAfter) is { } failure)
                {
                    throw failure;
                }

                var update = updates.Current;
                foreach (var delta in Deltas(update, calls))
                    update.Contents.Add(delta);
                yield return update.Lighter();
            }
        }
        finally
        {
            await updates.DisposeAsync();
        }
    }

    private IAsyncEnumerator<ChatResponseUpdate> Ask(List<ChatMessage> history, ChatOptions? options, CancellationToken cancellationToken) =>
        base.GetStreamingResponseAsync(history, _isOlder ? Older(options) : options, cancellationToken).GetAsyncEnumerator(cancellationToken);

    private static ChatOptions? Older(ChatOptions? options)
    {
        if (options?.MaxOutputTokens is not { } limit)
            return options;
        var older = options.Clone();
        older.MaxOutputTokens = null;
        older.RawRepresentationFactory = _ =>
        {
            var request = new ChatCompletionOptions();
#pragma warning disable SCME0001 // The SDK has no other way to the older name.
            request.Patch.Set("$.max_tokens"u8, limit);
#pragma warning restore SCME0001
            return request;
        };
        return older;
    }

    /// <summary>The SDK gives a call only when it is complete; its raw updates show the SQL while it is written.</summary>
    private static IEnumerable<ToolCallDelta> Deltas(ChatResponseUpdate update, Dictionary<int, StreamingChatToolCallUpdate> calls)
    {
        foreach (var piece in (update.RawRepresentation as StreamingChatCompletionUpdate)?.ToolCallUpdates ?? [])
        {
            if (!string.IsNullOrEmpty(piece.ToolCallId))
                calls[piece.Index] = piece;
            if (calls.TryGetValue(piece.Index, out var call))
                yield return new(call.ToolCallId, call.FunctionName, piece.FunctionArgumentsUpdate?.ToString() ?? "");
        }
    }
}
