using DataAgent.Dictionary;
using DataAgent.Projects;
using Npgsql;

namespace DataAgent.Queries;

/// <summary>The transaction every query runs in: it can only read, it ends in time, and it writes values in one fixed format.</summary>
/// <remarks>
/// All settings are local to the transaction, which always ends with a rollback, so neither the next user of the connection nor a
/// pooler behind it ever sees them. A SELECT can lift some of them for itself (work_mem), so they are limits, not walls: the walls are
/// the guard and the role.
/// </remarks>
internal static class SessionLimits
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5), IdleTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The statements that go before the query, in one batch with it: if one of them fails, the query does not run.</summary>
    /// <param name="extensionSchemas">Where the extensions are that the project switched on.</param>
    public static IEnumerable<NpgsqlBatchCommand> Begin(Project project, IReadOnlyList<string> extensionSchemas, Version server) =>
        Begin(project, extensionSchemas, server, TimeSpan.FromSeconds(project.MaxQueryTimeoutSeconds), "BEGIN READ ONLY");

    /// <inheritdoc cref="Begin(Project, IReadOnlyList{string}, Version)"/>
    /// <param name="begin">Opens the transaction; it must make it read-only.</param>
    public static IEnumerable<NpgsqlBatchCommand> Begin(
        Project project, IReadOnlyList<string> extensionSchemas, Version server, TimeSpan limit, string begin)
    {
        var settings = Of(project, extensionSchemas, server, limit).ToArray();
        var set = new NpgsqlBatchCommand(
            $"select {string.Join(", ", settings.Select((_, i) => $"pg_catalog.set_config(${2 * i + 1}, ${2 * i + 2}, true)"))}");
        foreach (var (name, value) in settings)
        {
            set.Parameters.Add(new() { Value = name });
            set.Parameters.Add(new() { Value = value });
        }

        return [new(begin), set];
    }

    /// <summary>
    /// Never a commit: a rollback also undoes what set_config changed for the session. Advisory locks of the session outlive it.
    /// </summary>
    public static IEnumerable<NpgsqlBatchCommand> End() => [new("ROLLBACK"), new("select pg_catalog.pg_advisory_unlock_all()")];

    private static IEnumerable<(string Name, string Value)> Of(
        Project project, IReadOnlyList<string> extensionSchemas, Version server, TimeSpan limit)
    {
        yield return ("statement_timeout", Milliseconds(limit));
        yield return ("lock_timeout", Milliseconds(LockTimeout));
        yield return ("idle_in_transaction_session_timeout", Milliseconds(limit + IdleTimeout));
        if (server.Major >= 17)
            yield return ("transaction_timeout", Milliseconds(limit + IdleTimeout));
        yield return ("jit", "off");
        yield return ("row_security", "on");
        yield return ("search_path", SearchPath(project.DbSchema, extensionSchemas));
        yield return ("standard_conforming_strings", "on");
        // ISO without an order: how 03/04/2025 is read stays the customer's own choice.
        yield return ("datestyle", "ISO");
        yield return ("intervalstyle", "postgres");
        yield return ("timezone", "UTC");
        yield return ("bytea_output", "hex");
        yield return ("extra_float_digits", "1");
        yield return ("lc_monetary", "C");
    }

    /// <remarks>What lies beside an extension comes last, so that it never stands in for a table or function of the project.</remarks>
    private static string SearchPath(string schema, IReadOnlyList<string> extensionSchemas) =>
        $"pg_catalog, {string.Join(", ", extensionSchemas.Where(s => s != "pg_catalog").Prepend(schema).Distinct().Select(SqlName.Quote))}, pg_temp";

    private static string Milliseconds(TimeSpan time) => $"{(long)time.TotalMilliseconds}ms";
}
