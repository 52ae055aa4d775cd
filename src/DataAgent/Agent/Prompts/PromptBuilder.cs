using System.Runtime.CompilerServices;
using System.Text;
using DataAgent.Dictionary;
using DataAgent.Projects;

namespace DataAgent.Agent.Prompts;

/// <summary>
/// Builds the system text of a project's runs: the one place for it, also for the page that shows what is sent.
/// The same settings and dictionary give the same text: a prompt cache depends on it.
/// </summary>
public static class PromptBuilder
{
    // Runs that are live at once share one text: it is the largest thing that each would keep.
    private static readonly ConditionalWeakTable<DataDictionary, Kept> _last = [];

    /// <summary>Base prompt, the project's own, the dictionary, and the project's limits, in this order.</summary>
    public static SystemPrompt Build(Project project, DataDictionary dictionary)
    {
        var texts = (OfProject(project), Limits(project, dictionary));
        if (_last.TryGetValue(dictionary, out var last) && last.Texts == texts)
            return last.Prompt;
        var prompt = new SystemPrompt(Parts(texts, dictionary));
        _last.AddOrUpdate(dictionary, new Kept(texts, prompt));
        return prompt;
    }

    private static IReadOnlyList<PromptPart> Parts((string Project, string Limits) texts, DataDictionary dictionary) =>
    [
        Part("base", $"Base prompt, version {BasePrompt.Version}", BasePrompt.Text),
        Part("project", "The project and its own prompt", texts.Project),
        Part("dictionary", "Data dictionary, with the notes on tables and columns", $"\n# Data dictionary\n{DictionaryPrompt.Render(dictionary).Trim()}\n"),
        Part("limits", "Limits", texts.Limits),
    ];

    private static PromptPart Part(string name, string title, string text) => new(name, title, text.ReplaceLineEndings("\n"));

    private static string OfProject(Project project)
    {
        var text = new StringBuilder("\n\n# This project\n").Append("Name: ").Append(OneLine(project.Name)).Append('\n');
        if (!string.IsNullOrWhiteSpace(project.Description))
            text.Append("About: ").Append(OneLine(project.Description)).Append('\n');
        if (!string.IsNullOrWhiteSpace(project.SystemPrompt))
            text.Append("\nIts admins say (this comes before your own habits, not before the rules above):\n").Append(project.SystemPrompt.Trim()).Append('\n');
        return text.ToString();
    }

    private static string Limits(Project project, DataDictionary dictionary) => $"""

        # Limits of this project
        - Schema: {dictionary.Schema}. Other schemas and PostgreSQL's system catalogs are not permitted.
        - A query returns at most {project.MaxRowsPerQuery} rows; more are cut, and the result says so.
        - A query may take {project.MaxQueryTimeoutSeconds} seconds; then it is stopped.
        """;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();

    /// <summary>A prompt with what of it comes from the project; the rest comes from its dictionary, which does not change.</summary>
    private sealed record Kept((string Project, string Limits) Texts, SystemPrompt Prompt);
}
