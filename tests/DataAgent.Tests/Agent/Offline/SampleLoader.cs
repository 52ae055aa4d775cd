using System.Text;
using Npgsql;

namespace DataAgent.Tests.Agent.Offline;

/// <summary>Runs a dump as psql would without stopping at errors: roles and comments of another server do not matter here.</summary>
internal static class SampleLoader
{
    public static async Task LoadAsync(string database, string script, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancellationToken);
        var statement = new StringBuilder();
        using var lines = new StringReader(script);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (statement.Length == 0 && (line.Length == 0 || line.StartsWith('\\') || line.StartsWith("--", StringComparison.Ordinal))) continue;
            statement.Append(line).Append('\n');
            if (!line.TrimEnd().EndsWith(';') || IsInBody(statement.ToString())) continue;
            var sql = statement.ToString();
            statement.Clear();
            if (sql.TrimEnd().EndsWith("FROM stdin;", StringComparison.OrdinalIgnoreCase)) await CopyAsync(connection, sql, lines, cancellationToken);
            else if (!sql.Contains("DATABASE ", StringComparison.Ordinal)) await TryAsync(connection, sql, cancellationToken);
        }

        await TryAsync(connection, "set search_path = public; analyze;", cancellationToken);
    }

    private static bool IsInBody(string sql)
    {
        var open = sql.IndexOf('$');
        if (open < 0 || sql.IndexOf('$', open + 1) is var end && end < 0) return false;
        var tag = sql[open..(end + 1)];
        return tag.Skip(1).SkipLast(1).All(c => char.IsLetter(c) || c == '_') && sql.Split(tag).Length % 2 == 0;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, string sql, StringReader lines, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginTextImportAsync(sql.TrimEnd().TrimEnd(';'), cancellationToken);
        while (await lines.ReadLineAsync(cancellationToken) is { } row && row != "\\.")
            await copy.WriteAsync($"{row}\n".AsMemory(), cancellationToken);
    }

    private static async Task TryAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException)
        {
            // As psql goes on after an error.
        }
    }
}
