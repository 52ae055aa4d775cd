using Npgsql;

namespace DataAgent.Projects.Roles;

/// <summary>A connection of the role that is checked. Everything it tries is rolled back.</summary>
internal sealed class RoleSession(NpgsqlConnection connection)
{
    /// <summary>Runs one statement as the role; writable, so that no read-only default hides a missing wall.</summary>
    /// <returns>The SQLSTATE PostgreSQL refused it with; <c>null</c>: it ran.</returns>
    public async Task<string?> TryAsync(string sql, CancellationToken cancellationToken, bool readOnly = false)
    {
        await RunAsync($"BEGIN {(readOnly ? "READ ONLY" : "READ WRITE")}", cancellationToken);
        try
        {
            await RunAsync(sql, cancellationToken);
            return null;
        }
        catch (PostgresException e)
        {
            return e.SqlState;
        }
        finally
        {
            await RunAsync("ROLLBACK", CancellationToken.None);
        }
    }

    public async Task<IReadOnlyList<string>> ListAsync(string sql, CancellationToken cancellationToken, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> found = [];
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetString(0));
        return found;
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(sql) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
