using System.Data;
using DataAgent.Projects;
using Npgsql;

namespace DataAgent.Queries;

internal sealed record Reading(IReadOnlyList<ResultColumn> Columns, ReadRows Read);

/// <summary>Runs one text in a project's database, in a transaction that can only read. It judges nothing: that is the guard's work.</summary>
internal sealed class ReadOnlyReader(ProjectPools pools, QueryOptions options)
{
    // In this place PostgreSQL's grammar admits only SELECT, VALUES, TABLE and WITH. The line ends keep a trailing comment harmless, and
    // the parameter makes Npgsql send the text as it is, as one statement: without parameters it would split it at semicolons.
    internal const string Prefix = "select * from (\n";
    private const string Suffix = "\n) q limit $1";

    /// <exception cref="TimeoutException">The deadline passed.</exception>
    /// <exception cref="OperationCanceledException">The caller stopped it; PostgreSQL was told.</exception>
    /// <exception cref="ProjectDatabaseException">No connection came about.</exception>
    public async Task<Reading> ReadAsync(Project project, IReadOnlyList<string> extensionSchemas, string text, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(project.MaxQueryTimeoutSeconds);
        var pool = await pools.GetAsync(project, cancellationToken);
        if (!await pool.Slots.WaitAsync(limit, cancellationToken))
            throw FailureAdvice.Busy();

        // PostgreSQL ends the statement in time by itself. If it does not, we cancel it; if even that gets no answer (a dead network, a
        // hanging server), the caller gets one from us, and the connection is left to its fate.
        limit += options.ConnectTimeout + options.Patience;
        using var stop = new CancellationTokenSource(limit);
        using var giveUp = new CancellationTokenSource(limit + 2 * options.Patience);
        await using var stopped = cancellationToken.Register(() =>
        {
            giveUp.CancelAfter(2 * options.Patience);
            _ = stop.CancelAsync();
        });
        try
        {
            return await RunAsync(pool, project, extensionSchemas, text, stop.Token).WaitAsync(giveUp.Token);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException("PostgreSQL did not answer in time.");
        }
    }

    private async Task<Reading> RunAsync(
        ProjectPool pool, Project project, IReadOnlyList<string> extensionSchemas, string text, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await BeginAsync(pool, project, extensionSchemas, cancellationToken);
            try
            {
                var (columns, read) = await ReadAsync(connection, project, text, cancellationToken);
                await RollbackAsync(connection);
                return new Reading(await PostgresTypes.DescribeAsync(pool, connection, columns, cancellationToken), read);
            }
            catch
            {
                await RollbackAsync(connection);
                throw;
            }
        }
        finally
        {
            pool.Slots.Release();
        }
    }

    /// <summary>A connection that waited in the pool may have died there (a restart of the server): then once more with a new one.</summary>
    private static async Task<NpgsqlConnection> BeginAsync(
        ProjectPool pool, Project project, IReadOnlyList<string> extensionSchemas, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var connection = await ProjectPools.OpenAsync(pool, cancellationToken);
            try
            {
                await SessionLimits.BeginAsync(connection, project, extensionSchemas, cancellationToken);
                return connection;
            }
            catch (Exception e)
            {
                var isDead = connection.State != ConnectionState.Open;
                await connection.DisposeAsync();
                if (!isFirst || !isDead || e is OperationCanceledException)
                    throw;
                pool.Source.Clear();
            }
        }
    }

    private async Task<((string, uint)[] Columns, ReadRows Read)> ReadAsync(
        NpgsqlConnection connection, Project project, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Prefix + text + Suffix, connection) { AllResultTypesAreUnknown = true };
        command.Parameters.Add(new() { Value = project.MaxRowsPerQuery + 1L });
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        var columns = new (string, uint)[reader.FieldCount];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = (reader.GetName(i), reader.GetDataTypeOID(i));

        var read = await new RowReader(project.MaxRowsPerQuery, options.MaxResultBytes, options.MaxCellBytes).ReadAsync(reader, cancellationToken);
        if (read.IsUnfinished)
            await CancelAsync(command, reader);
        return (columns, read);
    }

    private static async Task CancelAsync(NpgsqlCommand command, NpgsqlDataReader reader)
    {
        command.Cancel();
        try
        {
            await reader.DisposeAsync();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
        }
    }

    /// <summary>Never a commit: a rollback also undoes what set_config changed for the session.</summary>
    private static async Task RollbackAsync(NpgsqlConnection connection)
    {
        if (connection.State != ConnectionState.Open)
            return;
        try
        {
            await using var rollback = new NpgsqlCommand("ROLLBACK", connection) { CommandTimeout = 5 };
            await rollback.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (FailureAdvice.IsOfDatabase(e))
        {
            // Npgsql closes a broken connection, and rolls back any other before it is used again.
        }
    }
}
