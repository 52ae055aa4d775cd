namespace DataAgent.Agent.Prompts;

/// <summary>The system text of a project's runs, with the parts that it is made of.</summary>
/// <param name="Parts">In order, without gaps: together they are the text, character by character.</param>
public sealed record SystemPrompt(IReadOnlyList<PromptPart> Parts)
{
    /// <summary>Exactly as sent.</summary>
    public string Text { get; } = string.Concat(Parts.Select(p => p.Text));
}

/// <param name="Name">For programs, such as <c>dictionary</c>.</param>
/// <param name="Title">For people.</param>
public sealed record PromptPart(string Name, string Title, string Text);
