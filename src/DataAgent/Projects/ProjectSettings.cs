using System.Text;
using System.Text.RegularExpressions;
using DataAgent.SqlGuard;

namespace DataAgent.Projects;

/// <param name="Field">In snake_case, as the command line, HTTP and the page's form name it.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>Everything a person may set about a project. The one shape behind the page's form, HTTP and the command line.</summary>
public sealed partial record ProjectSettings
{
    public static readonly IReadOnlyList<string> TlsModes = ["disable", "prefer", "require", "verify-full"];
    public static readonly IReadOnlyList<string> Providers = ["offline", "anthropic", "openai"];

    public required string Name { get; init; }

    /// <summary>Lower-case letters, digits and hyphens, 1 to 63 characters.</summary>
    public required string Slug { get; init; }

    public string Description { get; init; } = "";
    public required string DbHost { get; init; }
    public int DbPort { get; init; } = 5432;
    public required string DbName { get; init; }
    public string DbSchema { get; init; } = "public";

    /// <summary>Null, when a project is edited: stays as it is.</summary>
    public string? DbUser { get; init; }

    /// <inheritdoc cref="DbUser"/>
    public string? DbPassword { get; init; }

    public string DbTls { get; init; } = "prefer";
    public IReadOnlyList<string> AllowedTables { get; init; } = [];
    public IReadOnlyList<string> ExcludedTables { get; init; } = [];

    /// <summary>See <see cref="AllowedFunction"/>.</summary>
    public IReadOnlyList<string> AllowedFunctions { get; init; } = [];

    public IReadOnlyList<string> AllowedExtensions { get; init; } = [];
    /// <inheritdoc cref="Project.ShowSamples"/>
    public bool ShowSamples { get; init; } = true;

    public string SystemPrompt { get; init; } = "";
    public int MaxRowsPerQuery { get; init; } = 500;
    public int MaxExportRows { get; init; } = 1_000_000;
    public int MaxQueryTimeoutSeconds { get; init; } = 30;
    public string LlmProvider { get; init; } = "offline";
    public string? LlmModel { get; init; }

    /// <inheritdoc cref="Project.ModelBaseUrl"/>
    public string? ModelBaseUrl { get; init; }

    /// <summary>Null: stays as it is. Empty: the project has no key of its own any more. Written, never read.</summary>
    public string? ModelKey { get; init; }

    public static ProjectSettings Of(Project project) => new()
    {
        Name = project.Name,
        Slug = project.Slug,
        Description = project.Description,
        DbHost = project.DbHost,
        DbPort = project.DbPort,
        DbName = project.DbName,
        DbSchema = project.DbSchema,
        DbTls = project.DbTls,
        AllowedTables = project.AllowedTables,
        ExcludedTables = project.ExcludedTables,
        AllowedFunctions = project.AllowedFunctions,
        AllowedExtensions = project.AllowedExtensions,
        ShowSamples = project.ShowSamples,
        SystemPrompt = project.SystemPrompt,
        MaxRowsPerQuery = project.MaxRowsPerQuery,
        MaxExportRows = project.MaxExportRows,
        MaxQueryTimeoutSeconds = project.MaxQueryTimeoutSeconds,
        LlmProvider = project.LlmProvider,
        LlmModel = project.LlmModel,
        ModelBaseUrl = project.ModelBaseUrl,
    };

    /// <summary>All but the login and the key, which are sealed for the project that they are of.</summary>
    internal void WriteTo(Project project)
    {
        project.Name = Name.Trim();
        project.Slug = Slug;
        project.Description = Description.Trim();
        project.DbHost = DbHost;
        project.DbPort = DbPort;
        project.DbName = DbName;
        project.DbSchema = DbSchema;
        project.DbTls = DbTls;
        project.AllowedTables = [.. AllowedTables.Distinct()];
        project.ExcludedTables = [.. ExcludedTables.Distinct()];
        project.AllowedFunctions = [.. AllowedFunctions.Distinct()];
        project.AllowedExtensions = [.. AllowedExtensions.Distinct()];
        project.ShowSamples = ShowSamples;
        project.SystemPrompt = SystemPrompt;
        project.MaxRowsPerQuery = MaxRowsPerQuery;
        project.MaxExportRows = MaxExportRows;
        project.MaxQueryTimeoutSeconds = MaxQueryTimeoutSeconds;
        project.LlmProvider = LlmProvider;
        project.LlmModel = LlmModel;
        project.ModelBaseUrl = ModelBaseUrl;
    }

    /// <summary>Everything that is wrong, at once; empty when it may be saved.</summary>
    /// <param name="isNew">A new project needs a login.</param>
    public IReadOnlyList<FieldError> Validate(bool isNew)
    {
        List<FieldError> errors = [];
        void Need(bool holds, string field, string message)
        {
            if (!holds)
                errors.Add(new(field, message));
        }

        Need(Name.Trim().Length is >= 1 and <= 100, "name", "Give the project a name of at most 100 characters.");
        Need(SlugPattern().IsMatch(Slug), "slug", "Use lower-case letters, digits and single hyphens between them, at most 63 characters.");
        Need(Description.Length <= 2000, "description", "Keep the description under 2,000 characters.");
        Need(HostPattern().IsMatch(DbHost), "db_host", "Give one host name or address, without a port, a path or a comma.");
        Need(DbPort is >= 1 and <= 65535, "db_port", "A port is a number from 1 to 65535.");
        Need(IsDatabaseName(DbName), "db_name", "Give the database's name, at most 63 bytes.");
        Need(IsDatabaseName(DbSchema) && !IsSystemSchema(DbSchema), "db_schema", "Give the name of one schema, at most 63 bytes; not one of PostgreSQL's own.");
        Need(DbUser is null ? !isNew : IsDatabaseName(DbUser), "db_user", "Give the login of the read-only role, at most 63 bytes.");
        Need(DbPassword is null ? !isNew : DbPassword.Length <= 1000 && !DbPassword.Contains('\0'), "db_password", "Give the password of the read-only role, at most 1,000 characters.");
        Need(TlsModes.Contains(DbTls), "db_tls", $"Choose one of {string.Join(", ", TlsModes)}.");
        Need(AllowedTables.All(IsDatabaseName), "allowed_tables", "Each table's name has at most 63 bytes, without the schema.");
        Need(ExcludedTables.All(IsDatabaseName), "excluded_tables", "Each table's name has at most 63 bytes, without the schema.");
        var unread = AllowedFunctions.FirstOrDefault(text => AllowedFunction.Find(text) is null);
        Need(unread is null, "allowed_functions",
            $"\"{unread}\" is no function. Write its name without the schema and the types of its arguments, such as net_price(integer, numeric).");
        var unknown = AllowedExtensions.FirstOrDefault(name => !KnownExtensions.Names.Contains(name));
        Need(unknown is null, "allowed_extensions",
            $"\"{unknown}\" is no extension that can be switched on. Choose from {string.Join(", ", KnownExtensions.Names)}.");
        Need(!AllowedExtensions.Contains("earthdistance") || AllowedExtensions.Contains("cube"), "allowed_extensions",
            "earthdistance is made of cube. Switch on both.");
        Need(AllowedTables.Count == 0 || AllowedTables.Except(ExcludedTables).Any(), "allowed_tables", "Every allowed table is excluded too, so nothing could be read.");
        Need(SystemPrompt.Length <= 20_000, "system_prompt", "Keep the prompt under 20,000 characters.");
        Need(MaxRowsPerQuery is >= 1 and <= 100_000, "max_rows_per_query", "Rows per query: 1 to 100,000.");
        Need(MaxExportRows is >= 1 and <= 100_000_000, "max_export_rows", "Rows per export: 1 to 100,000,000.");
        Need(MaxQueryTimeoutSeconds is >= 1 and <= 600, "max_query_timeout_seconds", "Seconds per query: 1 to 600.");
        Need(Providers.Contains(LlmProvider), "llm_provider", $"Choose one of {string.Join(", ", Providers)}.");
        Need(LlmModel is null or { Length: >= 1 and <= 200 }, "llm_model", "Name one model, or leave it empty for the provider's default.");
        Need(ModelBaseUrl is null || IsModelAddress(ModelBaseUrl), "model_base_url",
            "Give an address that begins with https:// or http://, such as https://models.example.com/v1, without a login, a query or a fragment.");
        Need(ModelKey is null || (ModelKey.Length <= 1000 && ModelKey.All(c => c is > ' ' and < '\x7f')), "model_key",
            "A key has at most 1,000 characters, without blanks and none beyond ASCII.");
        return errors;
    }

    /// <remarks>A record would print its password and key.</remarks>
    public override string ToString() => $"settings of project {Slug}";

    private static bool IsDatabaseName(string name) => name.Trim().Length > 0 && !name.Contains('\0') && Encoding.UTF8.GetByteCount(name) <= 63;

    private static bool IsModelAddress(string text) =>
        text.Length <= 500 && Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "https" or "http")
        && HostPattern().IsMatch(address.Host) && address.UserInfo.Length + address.Query.Length + address.Fragment.Length == 0;

    private static bool IsSystemSchema(string name) => name.StartsWith("pg_", StringComparison.Ordinal) || name == "information_schema";

    [GeneratedRegex("^(?=.{1,63}$)[a-z0-9]+(-[a-z0-9]+)*\\z")]
    private static partial Regex SlugPattern();

    // No leading slash or @, which the driver would take for a socket, and no comma, which makes a list of hosts.
    [GeneratedRegex(@"^[A-Za-z0-9_\[:][A-Za-z0-9_.:%\-\]]{0,252}\z")]
    private static partial Regex HostPattern();
}
