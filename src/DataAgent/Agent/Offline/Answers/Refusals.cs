using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Answers;

/// <summary>Says plainly what was not understood, what was, and what would help. Never an answer to another question.</summary>
internal static class Refusals
{
    private const string Model =
        "A language model would understand more: set ANTHROPIC_API_KEY and choose the provider anthropic in the project's settings.";

    private const int MostTablesNamed = 12;

    /// <summary>Words before the verb: "could you please delete …".</summary>
    private static readonly HashSet<string> Politeness =
        ["please", "can", "could", "you", "i", "want", "to", "now", "would", "like", "let", "us", "the"];

    /// <summary>
    /// What is said without reading further: to a wish to change data, and to a greeting (empty); <c>null</c> for a question.
    /// </summary>
    public static string? Early(string question)
    {
        var tokens = Token.Read(question);
        var first = tokens.FirstOrDefault(t => !Politeness.Contains(t.Lower));
        if (first is not null && Lexicon.WriteVerbs.Contains(first.Lower))
            return $"I only read data, so I cannot {first.Lower} anything. Ask me about what is there, for example by “how many …”.";
        return tokens.Count == 0 || tokens.All(t => t.Lower is "help" or "hi" or "hello" or "hey" or "?") ? "" : null;
    }

    public static string Secret(string word) =>
        $"I do not show {word.ToLowerInvariant()}: columns that hold secrets are left out of every answer. Nothing was run.";

    public static string NotUnderstood(SchemaIndex schema, IReadOnlyList<Mark> marks, Reading? reading)
    {
        var unknown = reading?.Unused ?? [.. marks.Where(m => m.Kind == MarkKind.Unknown)];
        var text = $"I did not understand {(unknown.Count > 0 ? Quoted(unknown.Select(m => m.Text)) : "the question")}";
        if (unknown.Any(m => m.Kind == MarkKind.Unknown))
            text += ": no table or column is called that, and I found no such value in the data";
        text += ", so I ran no query for it rather than answer something else.";
        if (reading is not null) text += $" The rest I read as: {PlanText.Say(reading.Plan)[PlanText.Opening.Length..]}";
        return $"{text}\n\n{Ability(schema)}\n\n{Model}";
    }

    public static string Help(SchemaIndex schema) => $"{Ability(schema)}\n\n{Model}";

    public static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Distinct().Select(w => $"“{w}”"));

    private static string Ability(SchemaIndex schema)
    {
        var tables = schema.Tables
            .Where(t => !t.IsView && !t.IsBridge)
            .OrderByDescending(t => t.Links.Count).ThenBy(t => t.Name, StringComparer.Ordinal)
            .ToList();
        if (tables.Count == 0) return "This project's schema has no tables that I may read.";
        var names = string.Join(", ", tables.Take(MostTablesNamed).Select(t => t.Plural));
        if (tables.Count > MostTablesNamed) names += $" and {tables.Count - MostTablesNamed} more";
        return $"Without a model I answer counts, sums, averages, rankings, shares, changes over time and lists over {names}. "
            + $"Try “how many {tables[0].Plural} are there”, “list tables” or “describe {tables[0].Name}”, or type SQL.";
    }
}
