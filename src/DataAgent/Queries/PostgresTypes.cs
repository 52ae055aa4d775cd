using Npgsql;
using NpgsqlTypes;

namespace DataAgent.Queries;

/// <summary>What a column's type is called and how it is shown, by OID.</summary>
internal static class PostgresTypes
{
    /// <remarks>PostgreSQL describes a column of a domain by its base type, so domains need no case here. Money is text: it carries a sign of currency.</remarks>
    public static ColumnKind KindOf(uint oid) => oid switch
    {
        16 => ColumnKind.Boolean,
        20 or 21 or 23 or 700 or 701 or 1700 => ColumnKind.Number,
        1082 => ColumnKind.Date,
        1083 or 1266 => ColumnKind.Time,
        1114 or 1184 => ColumnKind.Timestamp,
        114 or 3802 => ColumnKind.Json,
        _ => ColumnKind.Text,
    };

    /// <summary>Names as <c>format_type</c> writes them; one question to the database for those it was not asked before.</summary>
    public static async Task<IReadOnlyList<ResultColumn>> DescribeAsync(
        ProjectPool pool, NpgsqlConnection connection, IReadOnlyList<(string Name, uint Oid)> columns, CancellationToken cancellationToken)
    {
        var unknown = columns.Select(c => c.Oid).Where(oid => !pool.TypeNames.ContainsKey(oid)).Distinct().Select(oid => (long)oid).ToArray();
        if (unknown.Length > 0)
        {
            await using var command = new NpgsqlCommand(
                "select o, pg_catalog.format_type(o::pg_catalog.oid, null) from pg_catalog.unnest($1) o", connection);
            command.Parameters.Add(new() { Value = unknown, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                pool.TypeNames[(uint)reader.GetInt64(0)] = reader.GetString(1);
        }

        return [.. columns.Select(c => new ResultColumn(c.Name, pool.TypeNames.GetValueOrDefault(c.Oid, "unknown"), KindOf(c.Oid)))];
    }
}
