namespace DataAgent.Projects.Roles;

/// <summary>The statements that make a read-only role, or mend one; run twice they change nothing more.</summary>
internal static class RoleScript
{
    private const string HiddenPassword = "'********'";

    /// <summary>For people: the same statements without the password, and with what we advise but leave to them.</summary>
    public static string Preview(ReadOnlyRole role, RoleFacts facts) =>
        string.Join("\n", Write(role, facts, HiddenPassword).Select(s => s + ";")) + "\n" + string.Join("\n", Advice(facts).Select(s => $"-- {s}")) + "\n";

    /// <summary>The same for a database that was not asked: all tables at once, or by name where some are hidden.</summary>
    /// <param name="tables">Of the schema, as far as they are known. Empty: the role is new.</param>
    public static string Sketch(ReadOnlyRole role, string database, IReadOnlyList<string> tables)
    {
        var existing = tables.Count == 0 ? null : new RoleFacts.Existing(false, false, false, false, false, false, false);
        var facts = new RoleFacts(database, true, false, existing, [.. tables.Select(name => new RoleFacts.Table(name, [], []))], []);
        var password = role.Password.Length > 0 && ScramVerifier.Make(role.Password) is { } verifier ? PgQuote.Text(verifier) : HiddenPassword;
        var (name, schema) = (PgQuote.Name(role.Name), PgQuote.Name(role.Schema));
        string[] all = role.HidesTables
            ? [$"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE SELECT ON TABLES FROM {name}"]
            : [$"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {name}", $"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {name}"];
        return string.Join("\n", Write(role, facts, password).Concat(all).Select(s => s + ";"));
    }

    public static IEnumerable<string> Write(ReadOnlyRole role, RoleFacts facts) =>
        Write(role, facts, PgQuote.Text(ScramVerifier.Make(role.Password) ?? role.Password));

    private static IEnumerable<string> Write(ReadOnlyRole role, RoleFacts facts, string password)
    {
        var (name, schema) = (PgQuote.Name(role.Name), PgQuote.Name(role.Schema));
        yield return facts.Role is { } existing
            ? $"ALTER ROLE {name} LOGIN{Withdrawn(existing)} NOINHERIT CONNECTION LIMIT {role.ConnectionLimit} PASSWORD {password}"
            : $"CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT CONNECTION LIMIT {role.ConnectionLimit} PASSWORD {password}";

        // The transaction of each query is read only anyway; this is for the day when someone connects by hand.
        yield return $"ALTER ROLE {name} SET default_transaction_read_only = on";
        yield return $"ALTER ROLE {name} SET statement_timeout = {(long)role.StatementTimeout.TotalMilliseconds}";
        yield return $"ALTER ROLE {name} SET idle_in_transaction_session_timeout = 60000";
        if (facts.MaySetTempFileLimit)
            yield return $"ALTER ROLE {name} SET temp_file_limit = '4GB'";

        yield return $"GRANT CONNECT ON DATABASE {PgQuote.Name(facts.Database)} TO {name}";
        yield return $"REVOKE ALL ON SCHEMA {schema} FROM {name}";
        yield return $"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}";
        // A sequence can be moved on by who may use it: that would be a write.
        yield return $"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {name}";
        yield return $"GRANT USAGE ON SCHEMA {schema} TO {name}";
        // Reading a parent needs no right on its children: who may read the one reads the rows of all. So a parent of hidden tables is not
        // granted at all, and a partition needs no grant of its own.
        foreach (var table in facts.Tables.Where(
            t => role.MayRead(t.Name) && !t.Parents.Any(role.ExcludedTables.Contains) && !t.Children.Any(role.Hides)))
            yield return $"GRANT SELECT ON TABLE {PgQuote.Name(role.Schema, table.Name)} TO {name}";

        // Where tables are hidden, a new one is not granted by itself: a hidden table made anew would be readable.
        var (verb, to) = role.HidesTables ? ("REVOKE", "FROM") : ("GRANT", "TO");
        foreach (var creator in facts.Creators)
            yield return $"ALTER DEFAULT PRIVILEGES FOR ROLE {PgQuote.Name(creator)} IN SCHEMA {schema} {verb} SELECT ON TABLES {to} {name}";
    }

    /// <remarks>Only what is really set: naming an attribute at all needs rights that an administrator of roles may lack.</remarks>
    private static string Withdrawn(RoleFacts.Existing role) =>
        string.Concat(
            role.MayCreateDatabases ? " NOCREATEDB" : "",
            role.MayCreateRoles ? " NOCREATEROLE" : "",
            role.MayReplicate ? " NOREPLICATION" : "",
            role.BypassesRowSecurity ? " NOBYPASSRLS" : "");

    private static IEnumerable<string> Advice(RoleFacts facts) =>
    [
        "Not run, because others may rely on these rights that everybody has by default; consider them:",
        $"REVOKE TEMPORARY ON DATABASE {PgQuote.Name(facts.Database)} FROM PUBLIC;",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
    ];
}
