using Npgsql;
using NpgsqlTypes;

namespace DataAgent.Audit;

/// <summary>An entry about a project as a command of a batch, for what is written often and beside other rows.</summary>
internal static class AuditCommand
{
    private const string Insert = """
        insert into audit_entry
            (id, at, project_id, user_id, conversation_id, action, door, outcome, sql, relations, rows, duration_ms, detail, address, token)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
        """;

    /// <summary>May be written again when nobody knows whether it was.</summary>
    public static NpgsqlBatchCommand Of(AuditEntry entry) => Make(Insert + " on conflict (id) do nothing", entry);

    /// <summary>Written only when this run is there by then.</summary>
    public static NpgsqlBatchCommand OfRun(AuditEntry entry, Guid runId)
    {
        var command = Make(Insert + " from agent_run where id = $16", entry);
        command.Parameters.Add(Of(runId));
        return command;
    }

    private static NpgsqlBatchCommand Make(string sql, AuditEntry e) => new(sql)
    {
        Parameters =
        {
            Of(e.Id), Of(e.At), Of(e.ProjectId, NpgsqlDbType.Uuid), Of(e.UserId, NpgsqlDbType.Uuid), Of(e.ConversationId, NpgsqlDbType.Uuid),
            Of(e.Action), Of(e.Door), Of(e.Outcome), Of(e.Sql, NpgsqlDbType.Text), Of(e.Relations.ToArray()), Of(e.Rows, NpgsqlDbType.Integer),
            Of(e.DurationMs, NpgsqlDbType.Bigint), Of(e.Detail, NpgsqlDbType.Text), Of(e.Address, NpgsqlDbType.Text), Of(e.Token, NpgsqlDbType.Text),
        },
    };

    private static NpgsqlParameter Of(object value) => new() { Value = value };

    private static NpgsqlParameter Of(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
