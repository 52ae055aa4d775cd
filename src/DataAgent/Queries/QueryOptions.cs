using Microsoft.Extensions.Configuration;

namespace DataAgent.Queries;

/// <summary>What the operator of the platform decides about customers' databases; the same for every project. Section <c>Queries</c>.</summary>
public sealed record QueryOptions
{
    public const string Section = "Queries";

    /// <summary>May projects use loopback and private addresses? Link-local, metadata and multicast addresses are refused either way.</summary>
    public bool AllowPrivateAddresses { get; init; } = true;

    /// <summary>Private networks that stay open when <see cref="AllowPrivateAddresses"/> is off, in CIDR notation.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Queries of one project that run at the same time; further ones wait for as long as the project's time limit.</summary>
    public int ConnectionsPerProject { get; init; } = 4;

    /// <summary>Projects whose connections are kept at hand; beyond it the one unused for longest goes.</summary>
    public int MaxPools { get; init; } = 1000;

    /// <summary>Bytes of text in one result.</summary>
    public int MaxResultBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Bytes of text in one cell; a longer value is shortened, and the result says so.</summary>
    public int MaxCellBytes { get; init; } = 64 * 1024;

    /// <summary>Time for a whole export, from its first row to its last; the first row must come within the project's time limit.</summary>
    public TimeSpan ExportTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Bytes of text in one row of an export: one row is held in memory at a time.</summary>
    public int MaxExportRowBytes { get; init; } = 32 * 1024 * 1024;

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long PostgreSQL may take, beyond the project's time limit, to react before the connection is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the check of a project's database role counts; the first query after that checks it again.</summary>
    public TimeSpan RoleCheckLifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>PEM file with certificate authorities that are trusted to vouch for database servers, besides those of the system.</summary>
    public string? RootCertificates { get; init; }

    /// <exception cref="FormatException">An unknown setting, or a value that does not fit; the message says which.</exception>
    public static QueryOptions From(IConfiguration configuration)
    {
        try
        {
            var options = configuration.GetSection(Section).Get<QueryOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new QueryOptions();
            if (options.Problem is { } problem)
                throw new FormatException(problem);
            if (options.RootCertificates is { } path)
                Queries.RootCertificates.Load(path);
            return options;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException($"The section {Section} of the configuration has a setting that does not exist or does not fit: {e.Message}", e);
        }
    }

    private string? Problem => this switch
    {
        { ConnectionsPerProject: < 1 or > 100 } => $"{Section}:{nameof(ConnectionsPerProject)} must be between 1 and 100.",
        { MaxPools: < 1 } => $"{Section}:{nameof(MaxPools)} must be 1 or more.",
        { MaxResultBytes: < 1024 } => $"{Section}:{nameof(MaxResultBytes)} must be 1024 or more.",
        { MaxCellBytes: < 16 } => $"{Section}:{nameof(MaxCellBytes)} must be 16 or more.",
        { ExportTimeout.Ticks: <= 0 } => $"{Section}:{nameof(ExportTimeout)} must be a time above zero, like 00:15:00.",
        { MaxExportRowBytes: < 1024 } => $"{Section}:{nameof(MaxExportRowBytes)} must be 1024 or more.",
        { ConnectTimeout.Ticks: <= 0 } => $"{Section}:{nameof(ConnectTimeout)} must be a time above zero, like 00:00:05.",
        { Patience.Ticks: <= 0 } => $"{Section}:{nameof(Patience)} must be a time above zero, like 00:00:02.",
        { RoleCheckLifetime.Ticks: <= 0 } => $"{Section}:{nameof(RoleCheckLifetime)} must be a time above zero, like 1.00:00:00.",
        _ => null,
    };
}
