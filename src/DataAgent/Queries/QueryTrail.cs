using DataAgent.Audit;
using DataAgent.Conversations;
using Npgsql;
using NpgsqlTypes;

namespace DataAgent.Queries;

/// <summary>
/// Writes what queries leave behind: the audit row and the result, both or neither. Callers that come while a write is on its way share
/// the next one, so that many small queries cost few commits; each waits until its own rows are safe.
/// </summary>
public sealed class QueryTrail(NpgsqlDataSource platform, TimeProvider clock)
{
    private const int MostTogether = 64;

    private const string InsertResult = """
        insert into result (id, project_id, user_id, conversation_id, sql, content, row_count, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing
        """;

    private readonly Lock _lock = new();
    private readonly Queue<Pending> _waiting = [];
    private bool _isWriting;

    /// <exception cref="NpgsqlException">Neither was written.</exception>
    internal Task AddAsync(AuditEntry entry, NewResult? result)
    {
        var pending = new Pending(entry, result);
        lock (_lock)
        {
            _waiting.Enqueue(pending);
            if (_isWriting)
                return pending.Written.Task;
            _isWriting = true;
        }

        _ = WriteAllAsync();
        return pending.Written.Task;
    }

    private async Task WriteAllAsync()
    {
        while (Take() is { Count: > 0 } group)
        {
            try
            {
                await WriteAsync(group);
                group.ForEach(one => one.Written.SetResult());
            }
            catch (Exception e) when (group.Count == 1 || Patience.IsPassing(e))
            {
                group.ForEach(one => one.Written.SetException(e));
            }
            catch (Exception)
            {
                // One row that cannot be written, say of a conversation just deleted, must not take the others with it.
                foreach (var one in group)
                    await WriteAloneAsync(one);
            }
        }
    }

    private List<Pending> Take()
    {
        lock (_lock)
        {
            var group = new List<Pending>();
            while (group.Count < MostTogether && _waiting.TryDequeue(out var one))
                group.Add(one);
            _isWriting = group.Count > 0;
            return group;
        }
    }

    private async Task WriteAloneAsync(Pending one)
    {
        try
        {
            await WriteAsync([one]);
            one.Written.SetResult();
        }
        catch (Exception e)
        {
            one.Written.SetException(e);
        }
    }

    /// <summary>Waits for our database to come back: what a query read is not lost, nor its entry, because of a restart.</summary>
    /// <remarks>Rows have ids of their own, so a write whose answer was lost may be done again.</remarks>
    private Task<int> WriteAsync(List<Pending> group) =>
        Patience.RetryAsync(() => WriteOnceAsync(group), Patience.Usual, clock, CancellationToken.None);

    /// <summary>Commands of one batch are one transaction.</summary>
    private async Task<int> WriteOnceAsync(List<Pending> group)
    {
        await using var batch = platform.CreateBatch();
        foreach (var one in group)
        {
            batch.BatchCommands.Add(AuditCommand.Of(one.Entry));
            if (one.Result is { } result)
                batch.BatchCommands.Add(CommandOf(result));
        }

        return await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static NpgsqlBatchCommand CommandOf(NewResult r) => new(InsertResult)
    {
        Parameters =
        {
            Of(r.Id), Of(r.Member.Project.Id), Of(r.Member.UserId), Of(r.ConversationId, NpgsqlDbType.Uuid), Of(r.Table.Sql),
            Of(ResultStore.Write(r.Table)), Of(r.Table.Rows.Count), Of(r.Table.RanAt),
        },
    };

    private static NpgsqlParameter Of(object value) => new() { Value = value };

    private static NpgsqlParameter Of(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private sealed record Pending(AuditEntry Entry, NewResult? Result)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
