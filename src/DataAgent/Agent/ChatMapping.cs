using System.Text.Encodings.Web;
using System.Text.Json;
using DataAgent.Conversations;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent;

/// <summary>Between our rows and what model clients speak.</summary>
internal static class ChatMapping
{
    private const string RedactedKey = "anthropic:redacted_thinking";

    private static readonly JsonSerializerOptions _json = new(AIJsonUtilities.DefaultOptions)
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<MessagePart> ToParts(ChatResponse response) =>
        [.. response.Messages.SelectMany(m => m.Contents).Select(ToPart).OfType<MessagePart>()];

    public static TokenUsage ToUsage(UsageDetails usage) => new(
        usage.InputTokenCount ?? 0,
        usage.OutputTokenCount ?? 0,
        usage.CachedInputTokenCount ?? 0,
        usage.AdditionalCounts?.GetValueOrDefault("CacheCreationInputTokens") ?? 0);

    /// <param name="model">Sealed reasoning goes back to the model that wrote it, and to no other.</param>
    public static List<ChatMessage> ToChat(string systemPrompt, IReadOnlyList<StoredMessage> history, string model)
    {
        var messages = new List<ChatMessage> { new(ChatRole.System, systemPrompt) };
        var results = history.SelectMany(row => row.Results, (Row, Result) => (Row, Result))
            .ToLookup(r => (r.Row.RunId, r.Row.Step, r.Result.CallId), r => r.Result);
        ResultPart Answer(StoredMessage row, CallPart call) => results[(row.RunId, row.Step, call.CallId)].FirstOrDefault() ?? NotExecuted(call);
        foreach (var row in history)
        {
            // A step's results go back together, right after their calls and in their order, whenever they came.
            if (row.Role == MessageRole.Tool)
                continue;
            var contents = row.Parts.Select(p => ToContent(p, row.Model == model)).OfType<AIContent>().ToList();
            if (contents.Count > 0)
                messages.Add(new(row.Role == MessageRole.User ? ChatRole.User : ChatRole.Assistant, contents));
            if (row.Calls.Any())
                messages.Add(new(ChatRole.Tool, [.. row.Calls.Select(c => ToContent(Answer(row, c)))]));
        }

        return messages;
    }

    private static MessagePart? ToPart(AIContent content) => content switch
    {
        TextReasoningContent reasoning => new ReasoningPart(
            reasoning.Text, reasoning.ProtectedData, reasoning.AdditionalProperties?.ContainsKey(RedactedKey) == true),
        TextContent { Text.Length: > 0 } text => new TextPart(text.Text),
        FunctionCallContent { Exception: not null } broken => new CallPart(broken.CallId, broken.Name, "{}", IsBroken: true),
        FunctionCallContent call => new CallPart(call.CallId, call.Name, JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), _json)),
        _ => null,
    };

    private static AIContent? ToContent(MessagePart part, bool isSameModel) => part switch
    {
        TextPart { Text: var text } when !string.IsNullOrWhiteSpace(text) => new TextContent(text),
        ReasoningPart { Signature: not null } reasoning when isSameModel => ToContent(reasoning),
        CallPart call => new FunctionCallContent(call.CallId, call.Tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(call.Arguments)),
        _ => null,
    };

    private static TextReasoningContent ToContent(ReasoningPart reasoning) => new(reasoning.Text)
    {
        ProtectedData = reasoning.Signature,
        AdditionalProperties = reasoning.Redacted ? new() { [RedactedKey] = true } : null,
    };

    // The exception is how a client marks a result as an error; its text is never sent.
    private static FunctionResultContent ToContent(ResultPart result) => new FunctionResultContent(result.CallId, result.Text)
    {
        Exception = result.IsError ? new InvalidOperationException() : null,
    };

    private static ResultPart NotExecuted(CallPart call) => new(call.CallId, "Not executed.", IsError: true, Milliseconds: 0);
}
