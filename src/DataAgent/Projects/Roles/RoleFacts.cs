using DataAgent.SqlGuard;
using Npgsql;

namespace DataAgent.Projects.Roles;

/// <summary>What the script for a role depends on, read once from the database it is for.</summary>
internal sealed record RoleFacts(
    string Database, bool SchemaExists, bool MaySetTempFileLimit, RoleFacts.Existing? Role, IReadOnlyList<RoleFacts.Table> Tables, IReadOnlyList<string> Creators)
{
    public sealed record Existing(bool IsSuperuser, bool MayCreateDatabases, bool MayCreateRoles, bool MayReplicate, bool BypassesRowSecurity, bool OwnsObjects, bool IsCaller);

    /// <param name="Parents">Tables it is a partition or child of; hidden with them.</param>
    /// <param name="Children">Tables whose rows it shows as well: a grant on it opens them, whatever is granted on themselves.</param>
    public sealed record Table(string Name, IReadOnlyList<string> Parents, IReadOnlyList<CatalogChild> Children);

    public static async Task<RoleFacts> ReadAsync(NpgsqlConnection admin, ReadOnlyRole role, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(admin)
        {
            BatchCommands =
            {
                new("""
                    select current_database(), exists (select from pg_namespace where nspname = $1),
                        (select rolsuper from pg_roles where rolname = current_user)
                    """) { Parameters = { new() { Value = role.Schema } } },
                new("""
                    select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,
                        exists (select from pg_shdepend where refclassid = 'pg_authid'::regclass and refobjid = r.oid and deptype = 'o'),
                        rolname in (current_user, session_user)
                    from pg_roles r where rolname = $1
                    """) { Parameters = { new() { Value = role.Name } } },
                new("""
                    with recursive up as (
                        select inhrelid, inhparent from pg_inherits
                        union select up.inhrelid, i.inhparent from up join pg_inherits i on i.inhrelid = up.inhparent
                    ), kin as (
                        select up.inhparent, k.nspname::text as space, c.relname::text as name, c.relispartition as is_partition
                        from up join pg_class c on c.oid = up.inhrelid join pg_namespace k on k.oid = c.relnamespace
                        where c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
                    )
                    select c.relname::text, array(select p.relname::text from up join pg_class p on p.oid = up.inhparent where up.inhrelid = c.oid),
                        k.spaces, k.names, k.are_partitions
                    from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    left join (
                        select inhparent, array_agg(space order by name) as spaces, array_agg(name order by name) as names,
                            array_agg(is_partition order by name) as are_partitions
                        from kin group by inhparent) k on k.inhparent = c.oid
                    where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1
                    """) { Parameters = { new() { Value = role.Schema } } },
                new("""
                    select distinct o.rolname::text
                    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles o on o.oid in (c.relowner, n.nspowner)
                    where n.nspname = $1 and pg_has_role(current_user, o.oid, 'USAGE')
                    union select current_user::text order by 1
                    """) { Parameters = { new() { Value = role.Schema } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (database, schemaExists, isSuperuser) = (reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2));

        await reader.NextResultAsync(cancellationToken);
        Existing? existing = null;
        if (await reader.ReadAsync(cancellationToken))
            existing = new(reader.GetBoolean(0), reader.GetBoolean(1), reader.GetBoolean(2), reader.GetBoolean(3), reader.GetBoolean(4), reader.GetBoolean(5), reader.GetBoolean(6));

        await reader.NextResultAsync(cancellationToken);
        List<Table> tables = [];
        while (await reader.ReadAsync(cancellationToken))
            tables.Add(new(reader.GetString(0), reader.GetFieldValue<string[]>(1), Children(reader)));

        await reader.NextResultAsync(cancellationToken);
        List<string> creators = [];
        while (await reader.ReadAsync(cancellationToken))
            creators.Add(reader.GetString(0));
        return new(database, schemaExists, isSuperuser, existing, tables, creators);
    }

    private static List<CatalogChild> Children(NpgsqlDataReader reader)
    {
        if (reader.IsDBNull(2))
            return [];
        var (schemas, names, arePartitions) = (reader.GetFieldValue<string[]>(2), reader.GetFieldValue<string[]>(3), reader.GetFieldValue<bool[]>(4));
        return [.. names.Select((name, i) => new CatalogChild(schemas[i], name, arePartitions[i]))];
    }
}
