using DataAgent.Dictionary;
using DataAgent.Dictionary.Notes;
using Npgsql;

namespace DataAgent.Projects.Roles;

/// <summary>A table or view of a project's schema, for the admin who chooses what the project shows.</summary>
/// <param name="Kind">As people say it.</param>
/// <param name="IsReadable">The project's role may read at least a column of it.</param>
/// <param name="PartitionOf">The table it is a part of.</param>
/// <param name="IsShown">The project shows it as it is set up now, by itself or as a part of its table.</param>
public sealed record SchemaTable(string Name, string Kind, bool IsReadable, string? PartitionOf, bool IsShown)
{
    private const string AllTables = """
        select c.relname::text, c.relkind::text, has_any_column_privilege(c.oid, 'SELECT'),
            case when c.relispartition then (select p.relname::text from pg_inherits i join pg_class p on p.oid = i.inhparent where i.inhrelid = c.oid) end
        from pg_class c
        where c.relnamespace = (select oid from pg_namespace where nspname = $1) and c.relkind in ('r', 'v', 'm', 'f', 'p')
          and $2::text[] is not null and $3::text[] is not null
        order by 1
        """;

    /// <param name="connection">Opened as the project's role.</param>
    internal static async Task<IReadOnlyList<SchemaTable>> ListAsync(NpgsqlConnection connection, Project project, CancellationToken cancellationToken)
    {
        var scope = SchemaScope.Of(project, SampleSwitches.AllOn);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { scope.Asking(CatalogSql.Settings), scope.Asking(CatalogSql.Tables), scope.Asking(AllTables) },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var whole = new HashSet<string>();
        while (await reader.ReadAsync(cancellationToken))
            if (!reader.GetBoolean(6))
                whole.Add(reader.GetString(1));
        await reader.NextResultAsync(cancellationToken);
        List<SchemaTable> tables = [];
        while (await reader.ReadAsync(cancellationToken))
            tables.Add(new(reader.GetString(0), KindOf(reader.GetString(1)), reader.GetBoolean(2), reader.IsDBNull(3) ? null : reader.GetString(3), whole.Contains(reader.GetString(0))));
        return [.. tables.Select(table => table with { IsShown = IsPartOfShown(table, tables) })];
    }

    private static bool IsPartOfShown(SchemaTable table, List<SchemaTable> tables) =>
        table.IsShown || (tables.Find(t => t.Name == table.PartitionOf) is { } parent && IsPartOfShown(parent, tables));

    private static string KindOf(string relkind) => relkind switch
    {
        "v" => "view",
        "m" => "materialized view",
        "f" => "foreign table",
        "p" => "partitioned table",
        _ => "table",
    };
}
