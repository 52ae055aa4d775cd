using System.Text.Json;
using DataAgent.Projects;

namespace DataAgent.Web.Projects;

/// <summary>Settings as HTTP sends them: an object of those that are set. What it does not name stays as it is.</summary>
internal static class SettingsPatch
{
    /// <summary>Every setting there is, by the name the command line's errors and the page's form use.</summary>
    public static IReadOnlyCollection<string> Names => Fields.Keys;

    private static readonly Dictionary<string, Field> Fields = new()
    {
        ["name"] = Text((settings, text) => settings with { Name = text }),
        ["slug"] = Text((settings, text) => settings with { Slug = text }),
        ["description"] = Text((settings, text) => settings with { Description = text }),
        ["db_host"] = Text((settings, text) => settings with { DbHost = text }),
        ["db_port"] = Number((settings, number) => settings with { DbPort = number }),
        ["db_name"] = Text((settings, text) => settings with { DbName = text }),
        ["db_schema"] = Text((settings, text) => settings with { DbSchema = text }),
        ["db_user"] = Text((settings, text) => settings with { DbUser = text }),
        ["db_password"] = Text((settings, text) => settings with { DbPassword = text }),
        ["db_tls"] = Text((settings, text) => settings with { DbTls = text }),
        ["allowed_tables"] = List((settings, names) => settings with { AllowedTables = names }),
        ["excluded_tables"] = List((settings, names) => settings with { ExcludedTables = names }),
        ["allowed_functions"] = List((settings, names) => settings with { AllowedFunctions = names }),
        ["allowed_extensions"] = List((settings, names) => settings with { AllowedExtensions = names }),
        ["show_samples"] = Switch((settings, isOn) => settings with { ShowSamples = isOn }),
        ["system_prompt"] = Text((settings, text) => settings with { SystemPrompt = text }),
        ["max_rows_per_query"] = Number((settings, number) => settings with { MaxRowsPerQuery = number }),
        ["max_export_rows"] = Number((settings, number) => settings with { MaxExportRows = number }),
        ["max_query_timeout_seconds"] = Number((settings, number) => settings with { MaxQueryTimeoutSeconds = number }),
        ["llm_provider"] = Text((settings, text) => settings with { LlmProvider = text }),
        ["llm_model"] = TextOrNone((settings, text) => settings with { LlmModel = text.Length == 0 ? null : text }),
        ["model_base_url"] = TextOrNone((settings, text) => settings with { ModelBaseUrl = text.Trim().Length == 0 ? null : text.Trim() }),
        ["model_key"] = TextOrNone((settings, text) => settings with { ModelKey = text }),
    };

    /// <returns>The settings with what was sent; errors of its form, each at its field, and then the settings are of no use.</returns>
    public static (ProjectSettings Settings, IReadOnlyList<FieldError> Errors) Apply(JsonElement sent, ProjectSettings before)
    {
        var (settings, errors) = (before, new List<FieldError>());
        foreach (var given in sent.EnumerateObject())
        {
            if (!Fields.TryGetValue(given.Name, out var field))
                errors.Add(new(given.Name, "There is no such setting."));
            else if (field.Set(settings, given.Value) is { } set)
                settings = set;
            else
                errors.Add(new(given.Name, field.Wanted));
        }

        return (settings, errors);
    }

    private static Field Text(Func<ProjectSettings, string, ProjectSettings> set) => new("Give a text.", (settings, value) =>
        value.ValueKind == JsonValueKind.String ? set(settings, value.GetString()!) : null);

    /// <summary>Null and an empty text both mean: none of its own.</summary>
    private static Field TextOrNone(Func<ProjectSettings, string, ProjectSettings> set) => new("Give a text, or null for none.", (settings, value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Null ? set(settings, value.GetString() ?? "") : null);

    private static Field Number(Func<ProjectSettings, int, ProjectSettings> set) => new("Give a whole number.", (settings, value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? set(settings, number) : null);

    private static Field Switch(Func<ProjectSettings, bool, ProjectSettings> set) => new("Give true or false.", (settings, value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? set(settings, value.GetBoolean()) : null);

    private static Field List(Func<ProjectSettings, string[], ProjectSettings> set) => new("Give a list of texts.", (settings, value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? set(settings, [.. value.EnumerateArray().Select(item => item.GetString()!)])
            : null);

    /// <param name="Set">Null: the value is of another form.</param>
    private sealed record Field(string Wanted, Func<ProjectSettings, JsonElement, ProjectSettings?> Set);
}
