using System.Text;
using DataAgent.Queries;
using DataAgent.SqlGuard.Tests;
using Npgsql;

namespace DataAgent.Tests.Queries.RoleAlone;

internal enum Ending { Grammar, PermissionDenied, ReadOnly, Timeout, OtherError, Driver, Ran }

/// <summary>What became of one hostile statement that nobody judged.</summary>
/// <param name="Output">Every cell, notice and error text that came back.</param>
internal sealed record Attempt(SqlCase Case, Ending Ending, string Output)
{
    private const int MaxOutput = 4_000_000;

    /// <summary>In the transaction of the door, always rolled back.</summary>
    /// <param name="wrapped">As the door sends it; else the bare text, which the driver splits into several statements where it holds several.</param>
    public static async Task<Attempt> RunAsync(GuardlessShop shop, SqlCase one, bool wrapped, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        await using var connection = await shop.Pools.OpenAsync(shop.Project, cancellationToken);
        connection.Notice += (_, e) => output.AppendLine(Say(e.Notice.MessageText, e.Notice.Detail, e.Notice.Hint, e.Notice.Where));
        await BeginAsync(connection, shop, cancellationToken);
        await RunAsync(connection, "set local statement_timeout = 150", cancellationToken);
        try
        {
            var text = wrapped ? ReadOnlyReader.Prefix + one.Sql + ReadOnlyReader.Suffix : one.Sql;
            await using var command = new NpgsqlCommand(text, connection) { AllResultTypesAreUnknown = true };
            if (wrapped)
                command.Parameters.Add(new() { Value = 100_000L });
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
                do
                {
                    while (await reader.ReadAsync(cancellationToken))
                        for (var i = 0; i < reader.FieldCount && output.Length < MaxOutput; i++)
                            output.AppendLine(reader.IsDBNull(i) ? "" : reader.GetString(i));
                }
                while (await reader.NextResultAsync(cancellationToken));
            return new(one, Ending.Ran, output.ToString());
        }
        catch (PostgresException e)
        {
            output.AppendLine(Say(e.MessageText, e.Detail, e.Hint, e.Where));
            return new(one, Of(e), output.ToString());
        }
        catch (Exception e) when (e is NpgsqlException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return new(one, Ending.Driver, output.AppendLine(e.Message).ToString());
        }
        finally
        {
            await ReadOnlyReader.EndAsync(connection);
        }
    }

    private static async Task BeginAsync(NpgsqlConnection connection, GuardlessShop shop, CancellationToken cancellationToken)
    {
        await using var begin = new NpgsqlBatch(connection);
        foreach (var command in SessionLimits.Begin(shop.Project, [], connection.PostgreSqlVersion))
            begin.BatchCommands.Add(command);
        await begin.ExecuteNonQueryAsync(cancellationToken);
    }

    private static Ending Of(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.SyntaxError => Ending.Grammar,
        PostgresErrorCodes.FeatureNotSupported when e.MessageText.Contains("data-modifying", StringComparison.Ordinal) => Ending.Grammar,
        PostgresErrorCodes.InsufficientPrivilege => Ending.PermissionDenied,
        PostgresErrorCodes.ReadOnlySqlTransaction => Ending.ReadOnly,
        PostgresErrorCodes.QueryCanceled => Ending.Timeout,
        _ => Ending.OtherError,
    };

    private static string Say(params string?[] parts) => string.Join(' ', parts.OfType<string>());

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
