using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Offline;

/// <summary>One tool call of this run and what came back.</summary>
internal sealed record Step(string Tool, string Result);

/// <summary>The question to answer now, what was asked before it, and the steps already taken for it.</summary>
internal sealed record Turn(string Question, IReadOnlyList<string> Earlier, IReadOnlyList<Step> Steps, IReadOnlyList<AITool> Tools, bool MayCall)
{
    public static Turn Read(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var all = messages.ToList();
        var last = all.FindLastIndex(IsQuestion);
        var calls = all.Skip(last + 1).SelectMany(m => m.Contents).OfType<FunctionCallContent>().ToList();
        var results = all.Skip(last + 1).SelectMany(m => m.Contents).OfType<FunctionResultContent>().ToLookup(r => r.CallId);
        return new(
            last < 0 ? "" : all[last].Text,
            [.. all.Take(Math.Max(last, 0)).Where(IsQuestion).Select(m => m.Text)],
            [.. calls.Where(c => results.Contains(c.CallId)).Select(c => new Step(c.Name, results[c.CallId].Last().Result?.ToString() ?? ""))],
            [.. options?.Tools ?? []],
            options?.ToolMode is not NoneChatToolMode);
    }

    /// <summary>The name of a tool's first parameter, as the tool declares it.</summary>
    public string FirstParameter(string tool, string otherwise)
    {
        var schema = Tools.OfType<AIFunctionDeclaration>().FirstOrDefault(t => t.Name == tool)?.JsonSchema;
        return schema is { ValueKind: System.Text.Json.JsonValueKind.Object } s && s.TryGetProperty("properties", out var properties) && properties.EnumerateObject().Select(p => p.Name).FirstOrDefault() is { } name ? name : otherwise;
    }

    private static bool IsQuestion(ChatMessage m) => m.Role == ChatRole.User && m.Contents.OfType<TextContent>().Any(t => !string.IsNullOrWhiteSpace(t.Text));
}
