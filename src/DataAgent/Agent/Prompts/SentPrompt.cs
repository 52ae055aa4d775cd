namespace DataAgent.Agent.Prompts;

/// <summary>What a project's model is sent with every step, before the conversation.</summary>
/// <param name="Tokens">An estimate, as those of the parts: a model counts by itself.</param>
/// <param name="System">The parts of <see cref="SentPart.IsTool"/> false, together.</param>
public sealed record SentPrompt(string Provider, string Model, string BaseVersion, int Tokens, IReadOnlyList<SentPart> Parts, string System)
{
    /// <summary>Null: no model is asked, or it could not be asked as it is set up; the sentence says which.</summary>
    public string? Note { get; init; }

    /// <summary>What the provider is told to keep, and how long; a sentence.</summary>
    public required string Caching { get; init; }
}

/// <param name="Text">Of a tool: its definition in JSON, as the provider is sent it.</param>
/// <param name="IsCached">Marked to be kept by the provider.</param>
public sealed record SentPart(string Name, string Title, string Text, int Characters, int Tokens, bool IsTool, bool IsCached);

public abstract record PromptOutcome
{
    private PromptOutcome() { }

    public sealed record Shown(SentPrompt Prompt) : PromptOutcome;

    public sealed record Forbidden(string Message) : PromptOutcome;
}
