using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAgent.Agent.Providers;
using Microsoft.Extensions.AI;

namespace DataAgent.Testing;

/// <summary>A model in memory that says what its script says, for tests of what is around it.</summary>
public sealed class ScriptedChatClient(params ModelTurn[] script) : IChatClient
{
    private readonly ConcurrentQueue<ModelTurn> _script = new(script);
    private readonly ConcurrentQueue<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> _requests = new();

    public IReadOnlyList<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> Requests => [.. _requests];

    public void Then(params ModelTurn[] turns)
    {
        foreach (var turn in turns)
            _script.Enqueue(turn);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _requests.Enqueue(([.. messages], options));
        if (!_script.TryDequeue(out var turn))
            throw new InvalidOperationException("The script has no turn left.");
        if (turn.Error is { } error)
            throw ModelFailureException.Lasting($"Scripted failure {error.Type}.", "");

        foreach (var piece in turn.Pieces)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            switch (piece)
            {
                case TextPiece text:
                    foreach (var part in text.Parts)
                        yield return new(ChatRole.Assistant, part);
                    break;
                case ThinkingPiece thinking:
                    yield return new(ChatRole.Assistant, [new TextReasoningContent(thinking.Text) { ProtectedData = thinking.Signature }]);
                    break;
                case CallPiece call:
                    yield return new(ChatRole.Assistant, [Call(call)]);
                    break;
                case WaitPiece wait:
                    await wait.Until.WaitAsync(cancellationToken);
                    break;
                default:
                    throw ModelFailureException.Passing("Scripted interruption.");
            }
        }

        if (turn.StopReason is not null)
            yield return new(ChatRole.Assistant, []) { FinishReason = Finish(turn.StopReason) };
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }

    private static FunctionCallContent Call(CallPiece call)
    {
        try
        {
            return new(call.Id, call.Tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(string.Concat(call.Json)));
        }
        catch (JsonException e)
        {
            return new(call.Id, call.Tool) { Exception = e };
        }
    }

    private static ChatFinishReason Finish(string reason) => reason switch
    {
        "end_turn" => ChatFinishReason.Stop,
        "tool_use" => ChatFinishReason.ToolCalls,
        "max_tokens" => ChatFinishReason.Length,
        "refusal" => ChatFinishReason.ContentFilter,
        _ => new(reason),
    };
}
