using System.Collections.Concurrent;
using System.Net;
using DataAgent.Projects;
using Npgsql;

namespace DataAgent.Queries;

/// <param name="address">The address that was judged; connections go there and nowhere else.</param>
/// <param name="concurrency">Queries that may run at once.</param>
internal sealed class ProjectPool(NpgsqlDataSource source, PoolSettings settings, IPAddress address, int concurrency)
{
    public NpgsqlDataSource Source { get; } = source;
    public PoolSettings Settings { get; } = settings;
    public IPAddress Address { get; } = address;
    public SemaphoreSlim Slots { get; } = new(concurrency);

    public DateTimeOffset JudgedAt { get; set; }
    public long LastUse { get; set; }

    /// <summary>Names of types by OID, as far as this database was asked for them.</summary>
    public ConcurrentDictionary<uint, string> TypeNames { get; } = [];
}

/// <summary>What a connection depends on: when any of it changes, the project gets a new pool.</summary>
/// <remarks>The login stays sealed here; sealing it anew makes a new text.</remarks>
internal sealed record PoolSettings(string Host, int Port, string Database, string User, string Password, string Tls)
{
    public static PoolSettings Of(Project project) =>
        new(project.DbHost, project.DbPort, project.DbName, project.SealedDbUser, project.SealedDbPassword, project.DbTls);
}
