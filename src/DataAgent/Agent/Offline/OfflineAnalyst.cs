using System.Runtime.CompilerServices;
using DataAgent.Dictionary;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Offline;

/// <summary>Answers plain questions without a model, by the dictionary alone, through the same tools as any model.</summary>
/// <remarks>Keeps no state: each call reads the whole conversation again and takes the next step of the last question.</remarks>
public sealed class OfflineAnalyst(DataDictionary dictionary, TimeProvider time) : IChatClient
{
    public const string ModelId = "offline-analyst";

    private readonly Analyst _analyst = new(dictionary);

    public OfflineAnalyst(DataDictionary dictionary) : this(dictionary, TimeProvider.System) { }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reply = Next(messages, options);
        List<AIContent> contents = [];
        if (reply.Text.Length > 0) contents.Add(new TextContent(reply.Text));
        if (reply.Call is { } call) contents.Add(call);
        var message = new ChatMessage(ChatRole.Assistant, contents);
        return Task.FromResult(new ChatResponse(message) { ModelId = ModelId, FinishReason = Finish(reply) });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reply = Next(messages, options);
        var id = Guid.CreateVersion7().ToString("n");
        foreach (var piece in Pieces(reply.Text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(ChatRole.Assistant, piece) { ModelId = ModelId, MessageId = id };
            await Task.Yield();
        }

        if (reply.Call is { } call) yield return new(ChatRole.Assistant, [call]) { ModelId = ModelId, MessageId = id };
        yield return new(ChatRole.Assistant, []) { ModelId = ModelId, MessageId = id, FinishReason = Finish(reply) };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("offline", null, ModelId)
        : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }

    private Reply Next(IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        _analyst.Next(Turn.Read(messages, options), DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));

    private static ChatFinishReason Finish(Reply reply) => reply.Call is null ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls;

    private static IEnumerable<string> Pieces(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var space = text.IndexOf(' ', start);
            var end = space < 0 ? text.Length : space + 1;
            yield return text[start..end];
            start = end;
        }
    }
}
