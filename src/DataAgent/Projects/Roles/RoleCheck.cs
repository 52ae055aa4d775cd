using Npgsql;

namespace DataAgent.Projects.Roles;

/// <summary>Proves a read-only role by trying what it must not be able to do.</summary>
public static class RoleCheck
{
    private const string InsufficientPrivilege = PostgresErrorCodes.InsufficientPrivilege;

    /// <param name="connection">Opened as the role itself.</param>
    /// <param name="role">What the role may read; its password is not looked at.</param>
    public static async Task<RoleReport> RunAsync(NpgsqlConnection connection, ReadOnlyRole role, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var session = new RoleSession(connection);
        List<RoleAttempt> attempts = [new("connects", true, true, "The login works.")];
        foreach (var attempt in Attempts)
            attempts.Add(await attempt(session, role, cancellationToken));
        return new(now, attempts);
    }

    private static readonly Func<RoleSession, ReadOnlyRole, CancellationToken, Task<RoleAttempt>>[] Attempts =
    [
        HasNoPowersAsync, OwnsNothingAsync, ReadsSomethingAsync, CannotWriteAsync, CannotCreateTablesAsync, CannotMoveSequencesAsync,
        CannotReadHiddenTablesAsync, CannotReadHiddenTablesByViewsAsync, CannotReadHiddenTablesByParentsAsync,
        CannotReadOtherSchemasAsync, CannotReadPasswordsAsync, CannotReadFilesAsync,
        CannotCreateTemporaryTablesAsync, CannotWriteLargeObjectsAsync, CannotEnterOtherDatabasesAsync, IsReadOnlyByDefaultAsync,
    ];

    private static async Task<RoleAttempt> HasNoPowersAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken)
    {
        var powers = await session.ListAsync("""
            select p.name from pg_roles r, lateral (values ('superuser', r.rolsuper), ('create databases', r.rolcreatedb), ('create roles', r.rolcreaterole),
                ('replication', r.rolreplication), ('bypass row security', r.rolbypassrls)) p(name, has) where r.rolname = current_user and p.has
            union all
            select 'member of ' || g.rolname from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles r on r.oid = m.member where r.rolname = current_user
            """, cancellationToken);
        return Outcome("no_powers", powers, true, "No special rights and no memberships.",
            found => $"The role has more than it needs: {found}. Take that away, or give the project a login of its own.");
    }

    private static async Task<RoleAttempt> OwnsNothingAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken)
    {
        var owned = await session.ListAsync("""
            select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_' and c.relowner = (select oid from pg_roles where rolname = current_user)
            union all select 'schema ' || quote_ident(nspname) from pg_namespace
            where nspowner = (select oid from pg_roles where rolname = current_user) and nspname !~ '^pg_' order by 1
            """, cancellationToken);
        return Outcome("owns_nothing", owned, true, "It owns no table and no schema.",
            found => $"The role owns {found}: an owner may grant itself everything again. Give the project a role of its own with the role setup.");
    }

    private static async Task<RoleAttempt> ReadsSomethingAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken)
    {
        var readable = (await session.ListAsync(Readable("n.nspname = $1"), cancellationToken, role.Schema)).Where(role.MayRead).ToList();
        return readable.Count > 0
            ? new("reads_tables", true, true, $"Reads {readable.Count} tables and views of schema '{role.Schema}'.")
            : new("reads_tables", false, true, $"No table of schema '{role.Schema}' can be read. Check the schema's name, or run the role setup to grant SELECT.");
    }

    private static async Task<RoleAttempt> CannotWriteAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken)
    {
        var writable = await session.ListAsync("""
            select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and has_schema_privilege(n.oid, 'USAGE')
                and (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') or has_any_column_privilege(c.oid, 'INSERT, UPDATE'))
            order by 1
            """, cancellationToken);
        var target = await session.ListAsync(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = $1 order by 1 limit 1", cancellationToken, role.Schema);
        if (writable.Count == 0 && target is [var table] && await session.TryAsync($"DELETE FROM {table} WHERE false", cancellationToken) is not InsufficientPrivilege)
            writable = [table];
        return Outcome("cannot_write", writable, true, "Writing to a table was refused.",
            found => $"The role may write to {found}. Revoke INSERT, UPDATE, DELETE and TRUNCATE, also from PUBLIC.");
    }

    private static async Task<RoleAttempt> CannotCreateTablesAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken)
    {
        var open = new List<string>();
        foreach (var schema in await session.ListAsync(
            "select nspname::text from pg_namespace where nspname = $1 or has_schema_privilege(oid, 'CREATE') and nspname !~ '^pg_' order by 1", cancellationToken, role.Schema))
        {
            if (await session.TryAsync($"CREATE TABLE {PgQuote.Name(schema, Scratch)} ()", cancellationToken) is null)
                open.Add(schema);
        }

        return Outcome("cannot_create_tables", open, true, "Creating a table was refused.",
            found => $"The role may create tables in schema {found}. Run: REVOKE CREATE ON SCHEMA … FROM PUBLIC (the default before PostgreSQL 15), and from the role.");
    }

    private static async Task<RoleAttempt> CannotMoveSequencesAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken)
    {
        // Asked first, for a sequence that moved does not come back with a rollback.
        var open = await session.ListAsync(
            "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'USAGE, UPDATE') else false end order by 1",
            cancellationToken, role.Schema);
        var sequences = open.Count > 0 ? [] : await session.ListAsync(
            "select sequencename::text from pg_sequences where schemaname = $1 order by 1 limit 1", cancellationToken, role.Schema);
        if (sequences is [var one] && await session.TryAsync($"SELECT nextval({PgQuote.Text(PgQuote.Name(role.Schema, one))})", cancellationToken) is not InsufficientPrivilege)
            open = [one];
        return Outcome("cannot_move_sequences", open, true, sequences.Count > 0 ? "nextval was refused." : "No sequence to move.",
            found => $"The role may move the sequences {found}, which is a write. Revoke USAGE and UPDATE on them.");
    }

    private static async Task<RoleAttempt> CannotReadHiddenTablesAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken)
    {
        var open = (await session.ListAsync(Readable("n.nspname = $1"), cancellationToken, role.Schema)).Where(t => !role.MayRead(t)).ToList();
        foreach (var table in role.ExcludedTables.Except(open))
        {
            if (await session.TryAsync($"SELECT FROM {PgQuote.Name(role.Schema, table)} LIMIT 0", cancellationToken) is null)
                open.Add(table);
        }

        return Outcome("cannot_read_hidden_tables", open, true, role.HidesTables ? "Reading a hidden table was refused." : "The project hides no table.",
            found => $"The role may read {found}, which the project hides. Run the role setup again; if it stays, revoke SELECT from PUBLIC.");
    }

    /// <remarks>A view reads with its owner's rights, so a grant on it opens what lies behind.</remarks>
    private static async Task<RoleAttempt> CannotReadHiddenTablesByViewsAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken)
    {
        var pairs = await session.ListAsync("""
            with recursive reads as (
                select r.ev_class as reader, d.refobjid as source from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
                where d.refclassid = 'pg_class'::regclass and d.refobjid <> r.ev_class
                union select reads.reader, d.refobjid from reads join pg_rewrite r on r.ev_class = reads.source
                join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass and d.refobjid <> r.ev_class
            )
            select distinct v.relname || ' reads ' || t.relname from reads join pg_class v on v.oid = reads.reader join pg_class t on t.oid = reads.source
            join pg_namespace n on n.oid = v.relnamespace and n.oid = t.relnamespace
            where n.nspname = $1 and v.relkind in ('v', 'm') and t.relname::text = any (string_to_array($2, chr(1))) and v.relname::text <> all (string_to_array($2, chr(1)))
                and has_any_column_privilege(v.oid, 'SELECT') order by 1
            """, cancellationToken, role.Schema, string.Join('\u0001', role.ExcludedTables));
        return Outcome("no_view_on_hidden_tables", pairs, true, "No readable view shows a hidden table.",
            found => $"A view shows what the project hides: {found}. Exclude the view too, unless it shows only what may be seen.");
    }

    /// <remarks>PostgreSQL checks only the parent's privileges when the parent is read, and its children's rows come with it.</remarks>
    private static async Task<RoleAttempt> CannotReadHiddenTablesByParentsAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken)
    {
        var pairs = await session.ListAsync("""
            with recursive down as (
                select inhparent as parent, inhrelid as child from pg_inherits
                union select d.parent, i.inhrelid from down d join pg_inherits i on i.inhparent = d.child
            )
            select array_to_string(array[p.relname::text, k.nspname::text, c.relname::text, c.relispartition::text], chr(1))
            from down d join pg_class p on p.oid = d.parent join pg_class c on c.oid = d.child join pg_namespace k on k.oid = c.relnamespace
            join pg_namespace n on n.oid = p.relnamespace
            where n.nspname = $1 and p.relkind in ('r', 'p', 'f') and c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
                and has_any_column_privilege(p.oid, 'SELECT') order by 1
            """, cancellationToken, role.Schema);
        List<string> open = [.. from pair in pairs
                                let parts = pair.Split('\u0001')
                                where role.MayRead(parts[0]) && role.Hides(new(parts[1], parts[2], parts[3] == "true"))
                                select $"{parts[0]} shows {parts[2]}"];
        return Outcome("no_parent_of_hidden_tables", open, true, "No readable table shows rows of a hidden partition or child.",
            found => $"A table shows the rows of hidden ones, for PostgreSQL asks only for the right on the parent: {found}. Run the role setup again, or exclude the parent too.");
    }

    private static async Task<RoleAttempt> CannotReadOtherSchemasAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken)
    {
        const string Elsewhere = "n.nspname <> $1 and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and has_schema_privilege(n.oid, 'USAGE')";
        var open = await session.ListAsync(Readable(Elsewhere), cancellationToken, role.Schema);
        var target = open.Count > 0 ? [] : await session.ListAsync(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ($1, 'information_schema') and schemaname !~ '^pg_' order by 1 limit 1",
            cancellationToken, role.Schema);
        if (target is [var table] && await session.TryAsync($"SELECT FROM {table} LIMIT 0", cancellationToken) is null)
            open = [table];
        return Outcome("cannot_read_other_schemas", open, true, target.Count > 0 ? "Reading another schema was refused." : "No table in another schema can be read.",
            found => $"The role may read tables of other schemas: {found}. Revoke USAGE on those schemas, or SELECT, also from PUBLIC.");
    }

    private static async Task<RoleAttempt> CannotReadPasswordsAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken) =>
        await session.TryAsync("SELECT rolpassword FROM pg_catalog.pg_authid LIMIT 1", cancellationToken) is InsufficientPrivilege
            ? new("cannot_read_passwords", true, true, "Reading the password table was refused.")
            : new("cannot_read_passwords", false, true, "The role may read pg_authid, which holds all passwords. Use a role that is no superuser.");

    private static async Task<RoleAttempt> CannotReadFilesAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken) =>
        await session.TryAsync("SELECT pg_catalog.pg_read_file('PG_VERSION')", cancellationToken) is InsufficientPrivilege
            ? new("cannot_read_files", true, true, "Reading a file of the server was refused.")
            : new("cannot_read_files", false, true, "The role may read files of the server. Take away pg_read_server_files and EXECUTE on pg_read_file.");

    private static async Task<RoleAttempt> CannotCreateTemporaryTablesAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken) =>
        await session.TryAsync($"CREATE TEMPORARY TABLE {Scratch} ()", cancellationToken) is not null
            ? new("cannot_create_temporary_tables", true, false, "Creating a temporary table was refused.")
            : new("cannot_create_temporary_tables", false, false, "The role may create temporary tables, as everybody may by default. To close it: REVOKE TEMPORARY ON DATABASE … FROM PUBLIC.");

    private static async Task<RoleAttempt> CannotWriteLargeObjectsAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken) =>
        await session.TryAsync("SELECT pg_catalog.lo_create(0)", cancellationToken, readOnly: true) is not null
            ? new("cannot_write_large_objects", true, false, "Creating a large object in a read-only transaction was refused.")
            : new("cannot_write_large_objects", false, false,
                "A read-only transaction may create large objects, as everybody may before PostgreSQL 16; the gate refuses the functions for it. To close it: REVOKE EXECUTE ON FUNCTION lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC.");

    private static async Task<RoleAttempt> CannotEnterOtherDatabasesAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken)
    {
        var open = await session.ListAsync(
            "select datname::text from pg_database where datallowconn and datname not in (current_database(), 'template1') and has_database_privilege(oid, 'CONNECT') order by 1", cancellationToken);
        return Outcome("cannot_enter_other_databases", open, false, "No other database lets the role in.",
            found => $"The role may connect to other databases: {found}. To close it: REVOKE CONNECT ON DATABASE … FROM PUBLIC.");
    }

    private static async Task<RoleAttempt> IsReadOnlyByDefaultAsync(RoleSession session, ReadOnlyRole role, CancellationToken cancellationToken) =>
        await session.ListAsync("show default_transaction_read_only", cancellationToken) is ["on"]
            ? new("read_only_by_default", true, false, "Transactions are read-only by default.")
            : new("read_only_by_default", false, false, "Transactions are writable by default. Run: ALTER ROLE … SET default_transaction_read_only = on.");

    private const string Scratch = "data_agent_role_check";

    private static string Readable(string where) => $"""
        select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and has_any_column_privilege(c.oid, 'SELECT') and {where} order by 1
        """;

    private static RoleAttempt Outcome(string name, IReadOnlyList<string> found, bool isSerious, string good, Func<string, string> bad) =>
        found.Count == 0
            ? new(name, true, isSerious, good)
            : new(name, false, isSerious, bad(found.Count <= 3 ? string.Join(", ", found) : $"{string.Join(", ", found.Take(3))} and {found.Count - 3} more"));
}
