using DataAgent.Conversations;
using Npgsql;

namespace DataAgent.Drill;

/// <summary>Looks ten times a second whose the live runs are, and remembers when each came to a new owner.</summary>
internal sealed class Owners(NpgsqlDataSource source, TimeProvider time)
{
    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(100);

    /// <remarks>The connection that holds a process's lock has the name of its replica.</remarks>
    private static readonly string _sql = $"""
        select r.id, r.epoch, a.application_name from agent_run r
        left join pg_locks l on {ProcessLock.IsOne("l")} and l.objid = {ProcessLock.KeyOf("r.owner")}::oid
        left join pg_stat_activity a on a.pid = l.pid
        where r.status = 'Running'
        """;

    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid Run, int Epoch), (long At, string? Name)> _known = [];
    private HashSet<(Guid Run, int Epoch)> _live = [];

    public IReadOnlyList<(Guid Run, int Epoch)> Live()
    {
        lock (_gate)
            return [.. _live];
    }

    public IReadOnlyList<(Guid Run, int Epoch)> LiveOf(string name)
    {
        lock (_gate)
            return [.. _live.Where(run => _known[run].Name == name)];
    }

    /// <summary>When a run was first seen with a later epoch; null: it never was.</summary>
    public long? TakenAt(Guid run, int epoch)
    {
        lock (_gate)
        {
            var later = _known.Where(k => k.Key.Run == run && k.Key.Epoch > epoch).Select(k => k.Value.At).ToList();
            return later.Count == 0 ? null : later.Min();
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Keep(await ReadAsync(cancellationToken));
                await Task.Delay(_pace, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (NpgsqlException)
            {
                // The database is being tormented.
                await Task.Delay(_pace, time, CancellationToken.None);
            }
        }
    }

    private async Task<List<(Guid Run, int Epoch, string? Name)>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(_sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(Guid, int, string?)>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add((reader.GetGuid(0), reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetString(2)));
        return rows;
    }

    private void Keep(List<(Guid Run, int Epoch, string? Name)> rows)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            _live = [.. rows.Select(r => (r.Run, r.Epoch))];
            foreach (var (run, epoch, name) in rows)
            {
                // A lock is gone for a moment when the database restarts: the name that was known stays.
                var known = _known.TryGetValue((run, epoch), out var before) ? before : (At: now, Name: null);
                _known[(run, epoch)] = (known.At, name ?? known.Name);
            }
        }
    }
}
