using System.Text.Json;
using Npgsql;

namespace DataAgent.Drill;

/// <summary>Reads what the database holds, past the product: its own reader could hide what it wrote wrongly.</summary>
internal sealed class Ledger(NpgsqlDataSource source)
{
    public async Task<KeptRun> ReadAsync(Guid conversation, Guid run, CancellationToken cancellationToken)
    {
        await using var status = source.CreateCommand("select status from agent_run where id = $1");
        status.Parameters.Add(new() { Value = run });
        // All rows of the conversation: one of another run would be one too many.
        await using var rows = source.CreateCommand(
            "select seq, step, role, call_id, parts::text from agent_message where conversation_id = $1 order by seq");
        rows.Parameters.Add(new() { Value = conversation });
        var kept = new List<KeptRow>();
        await using (var reader = await rows.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                kept.Add(Row(reader));
        }

        return new((string?)await status.ExecuteScalarAsync(cancellationToken), kept);
    }

    /// <summary>Runs of the drill's queries, by what the audit log says of them.</summary>
    public async Task<long> CountQueriesAsync(CancellationToken cancellationToken)
    {
        await using var count = source.CreateCommand(
            "select count(*) from audit_entry where sql like '%as mark, region%' and outcome = 'ran'");
        return (long)(await count.ExecuteScalarAsync(cancellationToken))!;
    }

    private static KeptRow Row(NpgsqlDataReader reader)
    {
        using var parts = JsonDocument.Parse(reader.GetString(4));
        var all = parts.RootElement.EnumerateArray().ToList();
        return new KeptRow(
            reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
            string.Concat(all.Where(p => Kind(p) is "text" or "result").Select(p => p.GetProperty("text").GetString())),
            [.. all.Where(p => Kind(p) == "call").Select(p => p.GetProperty("callId").GetString()!)],
            all.Any(p => p.TryGetProperty("isError", out var error) && error.GetBoolean()));
    }

    private static string? Kind(JsonElement part) => part.GetProperty("kind").GetString();
}
