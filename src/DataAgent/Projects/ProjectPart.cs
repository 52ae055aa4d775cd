using System.Text.Json;

namespace DataAgent.Projects;

/// <summary>Settings that are saved together on the page. Two people who change different parts at once do not get in each other's way.</summary>
public sealed class ProjectPart
{
    public static readonly ProjectPart General = new((from, onto) => onto with { Name = from.Name, Slug = from.Slug, Description = from.Description });

    public static readonly ProjectPart Connection = new((from, onto) => onto with
    {
        DbHost = from.DbHost,
        DbPort = from.DbPort,
        DbName = from.DbName,
        DbSchema = from.DbSchema,
        DbTls = from.DbTls,
        DbUser = from.DbUser,
        DbPassword = from.DbPassword,
    })
    { _mark = stored => stored.LoginMark };

    public static readonly ProjectPart Tables = new((from, onto) => onto with
    {
        AllowedTables = from.AllowedTables,
        ExcludedTables = from.ExcludedTables,
        ShowSamples = from.ShowSamples,
    });

    public static readonly ProjectPart Limits = new((from, onto) => onto with
    {
        MaxRowsPerQuery = from.MaxRowsPerQuery,
        MaxExportRows = from.MaxExportRows,
        MaxQueryTimeoutSeconds = from.MaxQueryTimeoutSeconds,
        AllowedFunctions = from.AllowedFunctions,
        AllowedExtensions = from.AllowedExtensions,
    });

    public static readonly ProjectPart Prompt = new((from, onto) => onto with { SystemPrompt = from.SystemPrompt });

    public static readonly ProjectPart Model = new((from, onto) => onto with
    {
        LlmProvider = from.LlmProvider,
        LlmModel = from.LlmModel,
        ModelBaseUrl = from.ModelBaseUrl,
        ModelKey = from.ModelKey,
    })
    { _mark = stored => stored.KeyMark };

    public static readonly IReadOnlyList<ProjectPart> All = [General, Connection, Tables, Limits, Prompt, Model];

    private readonly Func<ProjectSettings, ProjectSettings, ProjectSettings> _copy;
    private Func<StoredSettings, string?> _mark = _ => null;

    private ProjectPart(Func<ProjectSettings, ProjectSettings, ProjectSettings> copy) => _copy = copy;

    /// <returns>The second with this part of the first.</returns>
    public ProjectSettings Copy(ProjectSettings from, ProjectSettings onto) => _copy(from, onto);

    /// <summary>Does this part of the draft say something else than what is stored?</summary>
    public bool Differs(ProjectSettings draft, ProjectSettings stored) => !AreSame(Copy(draft, stored), stored);

    /// <summary>Was this part changed by somebody else since it was looked at?</summary>
    internal bool WasChanged(StoredSettings seen, StoredSettings now) => Differs(seen.Settings, now.Settings) || _mark(seen) != _mark(now);

    private static bool AreSame(ProjectSettings one, ProjectSettings other) =>
        JsonSerializer.SerializeToUtf8Bytes(one).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other));
}
