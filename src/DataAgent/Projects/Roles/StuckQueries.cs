using Npgsql;

namespace DataAgent.Projects.Roles;

/// <summary>Queries of the project's role that still run although their time is over, whichever process of the platform sent them.</summary>
internal static class StuckQueries
{
    public static async Task<RoleAttempt> CountAsync(NpgsqlConnection connection, Project project, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            select pid::text from pg_catalog.pg_stat_activity
            where usename = current_user and state <> 'idle' and pid <> pg_backend_pid()
                and clock_timestamp() - query_start > make_interval(secs => $1)
            order by 1
            """, connection);
        // PostgreSQL ends a statement at the limit; a second later it has had the time to.
        command.Parameters.Add(new() { Value = project.MaxQueryTimeoutSeconds + 1.0 });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> processes = [];
        while (await reader.ReadAsync(cancellationToken))
            processes.Add(reader.GetString(0));

        return processes.Count == 0
            ? new("no_stuck_queries", true, false, "No query of the role runs beyond the project's time limit.")
            : new("no_stuck_queries", false, false, $"{processes.Count} of the role's queries run beyond the project's time limit and do not stop "
                + $"(server processes {string.Join(", ", processes)}). Each takes one of the project's connections; "
                + "end them on the server with pg_terminate_backend, or by a restart.");
    }
}
