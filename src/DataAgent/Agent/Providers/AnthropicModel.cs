using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Providers;

/// <summary>What models of Anthropic differ in, as far as we ask for it.</summary>
/// <param name="Thinks">It takes adaptive thinking; older models are asked without.</param>
internal sealed record AnthropicModel(string Prefix, int MaxOutputTokens, bool Thinks)
{
    private const int OlderContext = 200_000, RecentContext = 1_000_000;

    /// <remarks>From the provider's model page; a model that is not listed is taken for a recent one.</remarks>
    private static readonly AnthropicModel[] _known =
    [
        new("claude-3", 8_192, Thinks: false),
        new("claude-opus-4-0", 32_000, Thinks: false),
        new("claude-opus-4-1", 32_000, Thinks: false),
        new("claude-opus-4-2", 32_000, Thinks: false),
        new("claude-opus-4-5", 64_000, Thinks: false),
        new("claude-sonnet-4-0", 64_000, Thinks: false),
        new("claude-sonnet-4-2", 64_000, Thinks: false),
        new("claude-sonnet-4-5", 64_000, Thinks: false),
        new("claude-haiku-4-5", 64_000, Thinks: false),
    ];

    public static AnthropicModel Find(string model) =>
        _known.FirstOrDefault(m => model.StartsWith(m.Prefix, StringComparison.OrdinalIgnoreCase)) ?? new("", 128_000, Thinks: true);

    /// <summary>Tokens that fit into its context, answer included.</summary>
    public int ContextTokens => Thinks ? RecentContext : OlderContext;

    public AnthropicThinkingMode ThinkingMode => Thinks ? AnthropicThinkingMode.Adaptive : AnthropicThinkingMode.Extended;

    /// <summary>Newer models write between tools only as thinking, and show it only when asked for a summary.</summary>
    public ReasoningOptions? Reasoning => Thinks ? new() { Output = ReasoningOutput.Summary } : null;
}
