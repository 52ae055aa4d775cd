using Npgsql;
using NpgsqlTypes;

namespace DataAgent.Queries;

/// <summary>Queries of a project that were stopped and that PostgreSQL has not ended, as far as is known.</summary>
/// <remarks>
/// We may no longer hold a connection to them, but the customer's server still works for them. Each keeps its slot until the server says
/// that it is gone: so a project never has more of them than it may have queries.
/// </remarks>
internal sealed class GivenUpQueries(SemaphoreSlim slots)
{
    private const string SignOff = "select pid, pg_catalog.pg_terminate_backend(pid) " + Alive;
    private const string Alive = "from pg_catalog.pg_stat_activity where pid = any ($1) and usename = current_user";

    private readonly HashSet<int> _processes = [];
    private int _unanswered;

    public int Count
    {
        get
        {
            lock (_processes)
                return _processes.Count + _unanswered;
        }
    }

    /// <summary>One more (1) or fewer (−1) whose caller has gone while the driver still waits for a server that hangs.</summary>
    public void CountUnanswered(int change)
    {
        lock (_processes)
            _unanswered += change;
    }

    /// <summary>Takes over the query's slot.</summary>
    public void Add(int process)
    {
        lock (_processes)
        {
            // A number the server has given again: the former one is gone.
            if (!_processes.Add(process))
                slots.Release();
        }
    }

    /// <summary>Asks the server which are left, and tells those to end.</summary>
    /// <remarks>A cancel does not reach a process that waits for a dead network; a termination does.</remarks>
    public async Task ReleaseEndedAsync(ProjectPool pool, CancellationToken cancellationToken)
    {
        int[] asked;
        lock (_processes)
            asked = [.. _processes];
        if (asked.Length == 0)
            return;

        await using var connection = await ProjectPools.OpenAsync(pool, cancellationToken);
        var left = await ListAsync(connection, SignOff, asked, cancellationToken);
        if (left.Count > 0)
        {
            // It takes them a moment.
            await ListAsync(connection, "select 0 from pg_catalog.pg_sleep(0.2) where $1 is not null", asked, cancellationToken);
            left = await ListAsync(connection, $"select pid {Alive}", asked, cancellationToken);
        }

        lock (_processes)
            foreach (var process in asked)
                if (!left.Contains(process) && _processes.Remove(process))
                    slots.Release();
    }

    private static async Task<HashSet<int>> ListAsync(NpgsqlConnection connection, string sql, int[] processes, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 5 };
        command.Parameters.Add(new() { Value = processes, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        HashSet<int> found = [];
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetInt32(0));
        return found;
    }
}
