using System.Text.Json;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Offline;

/// <summary>One tool call of this run and what came back.</summary>
internal sealed record Step(string Tool, string Result);

/// <summary>The question to answer now, what was asked before it, and the steps already taken for it.</summary>
internal sealed record Turn(
    string Question, IReadOnlyList<string> Earlier, IReadOnlyList<Step> Steps, IReadOnlyList<AITool> Tools, bool MayCall)
{
    public static Turn Read(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var all = messages.ToList();
        var last = all.FindLastIndex(IsQuestion);
        var since = all.Skip(last + 1).SelectMany(m => m.Contents).ToList();
        var results = since.OfType<FunctionResultContent>().ToLookup(r => r.CallId);
        string ResultOf(FunctionCallContent call) => results[call.CallId].Last().Result?.ToString() ?? "";

        return new(
            last < 0 ? "" : all[last].Text,
            [.. all.Take(Math.Max(last, 0)).Where(IsQuestion).Select(m => m.Text)],
            [.. since.OfType<FunctionCallContent>().Where(c => results.Contains(c.CallId)).Select(c => new Step(c.Name, ResultOf(c)))],
            [.. options?.Tools ?? []],
            options?.ToolMode is not NoneChatToolMode);
    }

    /// <summary>The name of a tool's first parameter, as the tool declares it.</summary>
    public string FirstParameter(string tool, string otherwise)
    {
        var schema = Tools.OfType<AIFunctionDeclaration>().FirstOrDefault(t => t.Name == tool)?.JsonSchema;
        return schema is { ValueKind: JsonValueKind.Object } declared && declared.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Select(p => p.Name).FirstOrDefault(otherwise)
            : otherwise;
    }

    private static bool IsQuestion(ChatMessage m) =>
        m.Role == ChatRole.User && m.Contents.OfType<TextContent>().Any(t => !string.IsNullOrWhiteSpace(t.Text));
}
