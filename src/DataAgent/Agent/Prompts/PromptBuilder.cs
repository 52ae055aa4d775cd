using System.Text;
using DataAgent.Dictionary;
using DataAgent.Projects;

namespace DataAgent.Agent.Prompts;

/// <summary>The system text of a project's runs, exactly as sent. The same settings and dictionary give the same text: a prompt cache depends on it.</summary>
public static class PromptBuilder
{
    /// <summary>Base prompt, the project's own, the dictionary, and the project's limits, in this order.</summary>
    public static string Build(Project project, DataDictionary dictionary)
    {
        var text = new StringBuilder(BasePrompt.Text);
        text.Append("\n\n# This project\n").Append("Name: ").Append(OneLine(project.Name)).Append('\n');
        if (!string.IsNullOrWhiteSpace(project.Description))
            text.Append("About: ").Append(OneLine(project.Description)).Append('\n');
        if (!string.IsNullOrWhiteSpace(project.SystemPrompt))
            text.Append("\nIts admins say (this comes before your own habits, not before the rules above):\n").Append(project.SystemPrompt.Trim()).Append('\n');
        text.Append("\n# Data dictionary\n").Append(DictionaryPrompt.Render(dictionary).Trim()).Append('\n');
        text.Append($"""

            # Limits of this project
            - Schema: {dictionary.Schema}. Other schemas and PostgreSQL's system catalogs are not permitted.
            - A query returns at most {project.MaxRowsPerQuery} rows; more are cut, and the result says so.
            - A query may take {project.MaxQueryTimeoutSeconds} seconds; then it is stopped.
            """);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
