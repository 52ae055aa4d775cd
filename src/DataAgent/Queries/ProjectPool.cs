using System.Collections.Concurrent;
using System.Net;
using DataAgent.Projects;
using DataAgent.Telemetry;
using Npgsql;

namespace DataAgent.Queries;

internal sealed class ProjectPool
{
    /// <param name="address">The address that was judged; connections go there and nowhere else.</param>
    /// <param name="concurrency">Queries that may run at once.</param>
    public ProjectPool(NpgsqlDataSource source, PoolSettings settings, IPAddress address, int concurrency)
    {
        (Source, Settings, Address, _concurrency) = (source, settings, address, concurrency);
        Slots = new SemaphoreSlim(concurrency);
        GivenUp = new GivenUpQueries(Slots);
        ExportTurns = new SemaphoreSlim(Math.Max(1, concurrency / 2));
    }

    private readonly int _concurrency;

    public NpgsqlDataSource Source { get; }
    public PoolSettings Settings { get; }
    public IPAddress Address { get; }
    public SemaphoreSlim Slots { get; }
    public GivenUpQueries GivenUp { get; }

    /// <summary>Exports last as long as their reader takes: they may have half of the slots, so that questions find one.</summary>
    public SemaphoreSlim ExportTurns { get; }

    public DateTimeOffset JudgedAt { get; set; }
    public long LastUse { get; set; }

    /// <summary>No query runs, and none that was given up may still run.</summary>
    public bool IsIdle => Slots.CurrentCount == _concurrency;

    /// <summary>Names of types by OID, as far as this database was asked for them.</summary>
    public ConcurrentDictionary<uint, string> TypeNames { get; } = [];

    /// <summary>Waits for the place of one export; disposing it gives the place back.</summary>
    /// <exception cref="ProjectDatabaseException">It did not come in time.</exception>
    public async Task<IDisposable> TakeExportTurnAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        await ExportTurns.WaitAsync(limit, cancellationToken) ? new ExportTurn(ExportTurns) : throw FailureAdvice.Busy();

    private sealed class ExportTurn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }

    /// <summary>Waits for one's turn.</summary>
    /// <exception cref="ProjectDatabaseException">It did not come in time; the message says what is in the way.</exception>
    public async Task<Slot> TakeSlotAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (await Slots.WaitAsync(TimeSpan.Zero, cancellationToken))
            return new Slot(this);
        using var counted = Meters.QueryWaits();
        await GivenUp.ReleaseEndedAsync(this, cancellationToken);
        if (GivenUp.Count < _concurrency && await Slots.WaitAsync(limit, cancellationToken))
            return new Slot(this);
        throw GivenUp.Count is > 0 and var count ? FailureAdvice.Stuck(count) : FailureAdvice.Busy();
    }
}

/// <summary>What a connection depends on: when any of it changes, the project gets a new pool.</summary>
/// <remarks>The login stays sealed here; sealing it anew makes a new text.</remarks>
internal sealed record PoolSettings(string Host, int Port, string Database, string User, string Password, string Tls)
{
    public static PoolSettings Of(Project project) =>
        new(project.DbHost, project.DbPort, project.DbName, project.SealedDbUser, project.SealedDbPassword, project.DbTls);
}
