using DataAgent.Projects.Roles;

namespace DataAgent.Projects;

/// <summary>A database scope, a prompt, a model. Read from our own database; never carries a password in clear.</summary>
public sealed class Project
{
    public Guid Id { get; set; }
    public required string Name { get; set; }

    /// <summary>Lower-case letters, digits and hyphens, 1 to 63 characters, unique.</summary>
    public required string Slug { get; set; }

    public string Description { get; set; } = "";
    public required string DbHost { get; set; }
    public int DbPort { get; set; } = 5432;
    public required string DbName { get; set; }
    public string DbSchema { get; set; } = "public";

    /// <summary>Sealed by <see cref="Credentials.CredentialVault"/>.</summary>
    public required string SealedDbUser { get; set; }

    public required string SealedDbPassword { get; set; }

    /// <summary>Another one whenever somebody sets the login; the same when it is only sealed with another key. Null: set before there were marks.</summary>
    public string? LoginMark { get; set; }

    /// <summary>disable, prefer, require or verify-full.</summary>
    public string DbTls { get; set; } = "prefer";

    /// <summary>Empty: every table of the schema.</summary>
    public List<string> AllowedTables { get; set; } = [];

    public List<string> ExcludedTables { get; set; } = [];

    /// <summary>Functions of its own that an admin allowed, see <see cref="AllowedFunction"/>.</summary>
    public List<string> AllowedFunctions { get; set; } = [];

    /// <summary>Extensions that an admin switched on, of <see cref="SqlGuard.KnownExtensions"/>.</summary>
    public List<string> AllowedExtensions { get; set; } = [];

    /// <summary>Whether the dictionary may hold values of the customer's rows: samples, ranges and lists of values.</summary>
    public bool ShowSamples { get; set; } = true;

    /// <summary>Counts every change of the dictionary's notes, so that whoever keeps them in memory knows of it.</summary>
    public int NotesRevision { get; set; }

    public string SystemPrompt { get; set; } = "";

    /// <summary>Rows a query may return, 1 to 100,000.</summary>
    public int MaxRowsPerQuery { get; set; } = 500;

    /// <summary>Rows an export may hold, 1 to 100,000,000.</summary>
    public int MaxExportRows { get; set; } = 1_000_000;

    /// <summary>Seconds a query may take, 1 to 600.</summary>
    public int MaxQueryTimeoutSeconds { get; set; } = 30;

    /// <summary>offline, anthropic or openai (OpenAI and every endpoint that speaks its chat completions).</summary>
    public string LlmProvider { get; set; } = "offline";

    /// <summary>Null: the global default of the provider.</summary>
    public string? LlmModel { get; set; }

    /// <summary>Where the model is asked; null: the platform's own address of the provider. User input, see <see cref="Queries.HostGuard"/>.</summary>
    public string? ModelBaseUrl { get; set; }

    /// <summary>Sealed by <see cref="Credentials.CredentialVault"/>; null: the platform's key, which goes to the platform's address alone.</summary>
    public string? SealedModelKey { get; set; }

    /// <summary>What the last check of the database role found; may be of settings that are no more, see <see cref="RoleChecks"/>.</summary>
    public RoleChecked? RoleChecked { get; set; }

    /// <summary>The last acceptance; may be of a login that is no more.</summary>
    public RoleAccepted? RoleAccepted { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? ArchivedAt { get; set; }

    /// <summary>One that settings are about to be written to.</summary>
    internal static Project Empty(Guid id, DateTimeOffset now) => new()
    {
        Id = id,
        Name = "",
        Slug = "",
        DbHost = "",
        DbName = "",
        SealedDbUser = "",
        SealedDbPassword = "",
        CreatedAt = now,
    };

    /// <summary>A copy that is not the stored one, with another model.</summary>
    internal Project Asking(string provider, string? model)
    {
        var copy = (Project)MemberwiseClone();
        // The project's address and key are those of its own provider; another one shall not be sent them.
        if (provider != LlmProvider)
            (copy.ModelBaseUrl, copy.SealedModelKey) = (null, null);
        (copy.LlmProvider, copy.LlmModel) = (provider, model);
        return copy;
    }
}
