using DataAgent.Agent;
using DataAgent.Usage;
using Npgsql;
using NpgsqlTypes;

namespace DataAgent.Conversations;

/// <summary>The rows of conversations: append and read, nothing else.</summary>
internal sealed class MessageLog(NpgsqlDataSource source, AgentOptions options, TimeProvider time)
{
    private const string LockRun = """
        update agent_run set lease_until = now() + $4
        where id = $1 and owner = $2 and epoch = $3 and status in ('Running', $5)
        returning conversation_id
        """;

    private const string InsertOnce = """
        insert into agent_message (conversation_id, seq, run_id, step, role, call_id, parts, model, stop_reason, usage, created_at)
        select $1, coalesce((select max(seq) from agent_message where conversation_id = $1), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10
        from agent_run where id = $2 and owner = $11 and epoch = $12 and status = 'Running'
        and not exists (select 1 from agent_message where run_id = $2 and step = $3 and role = $4 and call_id is not distinct from $5)
        """;

    private const string InsertCall = """
        insert into model_call (id, at, project_id, user_id, conversation_id, run_id, purpose, provider, model,
          input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, milliseconds, first_token_milliseconds)
        select $1, $2, conversation.project_id, conversation.user_id, conversation.id, agent_run.id, $3, $4, $5, $6, $7, $8, $9, $10, $11
        from agent_run join conversation on conversation.id = agent_run.conversation_id
        where agent_run.id = $12 and owner = $13 and epoch = $14 and status = 'Running'
        on conflict (id) do nothing
        """;

    private const string FindSeq = """
        select seq from agent_message where run_id = $1 and step = $2 and role = $3 and call_id is not distinct from $4
        """;

    private const string Columns =
        "select seq, run_id, step, role, call_id, parts::text, model, stop_reason, usage::text, created_at from agent_message";

    private const string OfRun = $"{Columns} where conversation_id = $1 and run_id = $2 order by seq";

    // A summary stands for what came before its run, so older rows are left where they are.
    private const string OfEarlier = $"""
        with recursive path as (
            select parent_run_id as id from agent_run where id = $2 and conversation_id = $1
            union all select r.parent_run_id from agent_run r join path p on r.id = p.id),
        summary as (
            select run_id from agent_message
            where conversation_id = $1 and role = '{MessageRole.Summary}' and run_id in (select id from path) order by seq desc limit 1),
        told as (select min(seq) as seq from agent_message where conversation_id = $1 and run_id = (select run_id from summary))
        {Columns} where conversation_id = $1 and run_id in (select id from path) and seq >= coalesce((select seq from told), 0) order by seq
        """;

    /// <summary>Appends one row, renews the lease, and says the row's number. Repeatable: the second time it finds the first row.</summary>
    /// <remarks>
    /// Three statements in one round trip and one transaction. The first takes the run's row lock, so the second, with a snapshot of its own,
    /// sees every number given before. The epoch is the fence: an expired lease that nobody took over is still ours.
    /// </remarks>
    /// <exception cref="LeaseLostException">Another process owns the run, or it has ended.</exception>
    public Task<long> AppendAsync(RunLease lease, NewMessage message, CancellationToken cancellationToken) =>
        AppendAsync(lease, message, end: null, cancellationToken);

    /// <summary>The same, and ends the run with the row unless <paramref name="end"/> is null. A retry finds a run that this ended.</summary>
    public Task<long> AppendAsync(RunLease lease, NewMessage message, RunEnd? end, CancellationToken cancellationToken) =>
        Patience.RetryAsync(() => AppendOnceAsync(lease, message, end, cancellationToken), options.DatabasePatience, time, cancellationToken);

    /// <summary>The rows of one run, in order.</summary>
    public Task<IReadOnlyList<StoredMessage>> ReadRunAsync(Guid conversationId, Guid runId, CancellationToken cancellationToken) =>
        ReadAsync(OfRun, conversationId, runId, cancellationToken);

    /// <summary>The rows of the runs that a run goes on from, in order, from the last summary's run on: what its model may know of them.</summary>
    public Task<IReadOnlyList<StoredMessage>> ReadEarlierAsync(Guid conversationId, Guid runId, CancellationToken cancellationToken) =>
        ReadAsync(OfEarlier, conversationId, runId, cancellationToken);

    private Task<IReadOnlyList<StoredMessage>> ReadAsync(string sql, Guid conversationId, Guid runId, CancellationToken cancellationToken) =>
        Patience.RetryAsync(
            () => ReadOnceAsync(sql, conversationId, runId, cancellationToken), options.DatabasePatience, time, cancellationToken);

    private async Task<IReadOnlyList<StoredMessage>> ReadOnceAsync(
        string sql, Guid conversationId, Guid runId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = runId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<StoredMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new(reader.GetInt64(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetString(3), MessageJson.ReadParts(reader.GetString(5)))
            {
                CallId = reader.IsDBNull(4) ? null : reader.GetString(4),
                Model = reader.IsDBNull(6) ? null : reader.GetString(6),
                StopReason = reader.IsDBNull(7) ? null : reader.GetString(7),
                Usage = reader.IsDBNull(8) ? null : MessageJson.ReadUsage(reader.GetString(8)),
                CreatedAt = reader.GetFieldValue<DateTimeOffset>(9),
            });
        }

        return rows;
    }

    private async Task<long> AppendOnceAsync(RunLease lease, NewMessage message, RunEnd? end, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new(LockRun)
        {
            Parameters =
            {
                new() { Value = lease.RunId }, new() { Value = lease.Owner }, new() { Value = lease.Epoch }, new() { Value = options.Lease },
                new() { Value = (end?.Status ?? RunStatus.Running).ToString() },
            },
        });
        batch.BatchCommands.Add(new(InsertOnce)
        {
            Parameters =
            {
                new() { Value = lease.ConversationId },
                new() { Value = lease.RunId },
                new() { Value = message.Step },
                new() { Value = message.Role },
                Text(message.CallId),
                new() { Value = MessageJson.Write(message.Parts), NpgsqlDbType = NpgsqlDbType.Json },
                Text(message.Model),
                Text(message.StopReason),
                new() { Value = message.Usage is null ? DBNull.Value : MessageJson.Write(message.Usage), NpgsqlDbType = NpgsqlDbType.Json },
                new() { Value = time.GetUtcNow() },
                new() { Value = lease.Owner },
                new() { Value = lease.Epoch },
            },
        });
        if (message.Call is { } call)
            batch.BatchCommands.Add(CommandOf(lease, call));
        batch.BatchCommands.Add(new(FindSeq)
        {
            Parameters = { new() { Value = lease.RunId }, new() { Value = message.Step }, new() { Value = message.Role }, Text(message.CallId) },
        });
        if (end is not null)
            batch.BatchCommands.Add(RunStore.EndCommand(lease, end, time.GetUtcNow()));

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new LeaseLostException();
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt64(0);
    }

    private static NpgsqlBatchCommand CommandOf(RunLease lease, ModelCall call) => new(InsertCall)
    {
        Parameters =
        {
            new() { Value = call.Id }, new() { Value = call.At }, new() { Value = call.Purpose }, new() { Value = call.Provider }, new() { Value = call.Model },
            Number(call.InputTokens), Number(call.OutputTokens), Number(call.CacheReadTokens), Number(call.CacheWriteTokens),
            new() { Value = call.Milliseconds }, Number(call.FirstTokenMilliseconds),
            new() { Value = lease.RunId }, new() { Value = lease.Owner }, new() { Value = lease.Epoch },
        },
    };

    private static NpgsqlParameter Number(long? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
