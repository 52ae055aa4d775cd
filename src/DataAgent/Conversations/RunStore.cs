using DataAgent.Agent;
using DataAgent.Audit;
using DataAgent.Projects;
using DataAgent.Queries;
using Npgsql;
using NpgsqlTypes;

namespace DataAgent.Conversations;

/// <summary>A run as its row stands.</summary>
internal sealed record RunRow(Guid Id, Guid ConversationId, RunStatus Status, string? Detail);

/// <summary>What came of the wish to start a run.</summary>
/// <param name="Lease">Null: another run is live.</param>
/// <param name="LiveRun">The new one, or the other; null: there is no such conversation of the member's.</param>
/// <param name="Question">The new one's first row.</param>
/// <param name="Title">What the conversation is called now.</param>
internal sealed record NewRun(RunLease? Lease, Guid? LiveRun, Guid? ParentRunId = null, StoredMessage? Question = null, string Title = "");

/// <summary>A live run that seems to have nobody: who had it last, and why we think so.</summary>
/// <param name="IsFree">Its owner let it go, or its lease expired.</param>
/// <param name="OwnerIsPresent">Its owner's session still holds the process lock.</param>
internal sealed record LiveRunRow(Guid Id, int Epoch, Guid? Owner, bool IsFree, bool OwnerIsPresent);

/// <summary>What a process may go on with after it took a run over.</summary>
internal sealed record ClaimedRun(RunLease Lease, Guid UserId, string ProjectSlug, bool StopRequested);

/// <summary>The life of a run in its row: started once a conversation, renewed, taken over, ended once.</summary>
internal sealed class RunStore(NpgsqlDataSource source, AgentOptions options, TimeProvider time)
{
    /// <summary>Characters of a question that the audit log keeps, also after its conversation was deleted.</summary>
    private const int MostTold = 500;

    /// <summary>Starts a run in a conversation of the member's own; of others it does as if there were none.</summary>
    /// <param name="replaces">The run beside which the new one stands; null: it goes on from the end of the active path.</param>
    /// <remarks>The conversation's row is locked first, so that its rows get their numbers one after another.</remarks>
    public async Task<NewRun> StartAsync(
        Member member, Guid conversationId, string question, Guid? replaces, Guid owner, string provider, string model, QueryDoor door,
        CancellationToken cancellationToken)
    {
        var (userId, projectId) = (member.UserId, member.Project.Id);
        // A conversation that bears the name of its first question gets that of the question in its place.
        var replaced = replaces is { } first ? await FirstQuestionAsync(first, cancellationToken) : null;
        var lease = new RunLease(Guid.CreateVersion7(), conversationId, owner, Epoch: 1);
        var message = new NewMessage(Step: 0, MessageRole.User, [new TextPart(question)]);
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("select 1 from conversation where id = $1 and user_id = $2 and project_id = $3 for no key update")
        {
            Parameters = { new() { Value = conversationId }, new() { Value = userId }, new() { Value = projectId } },
        });
        batch.BatchCommands.Add(new("""
            insert into agent_run
                (id, conversation_id, status, provider, model, owner, lease_until, epoch, stop_requested, started_at, parent_run_id)
            select $1, c.id, 'Running', $3, $4, $5, now() + $6, 1, false, $7,
                case when $8 is null then c.active_run_id else (select r.parent_run_id from agent_run r where r.id = $8) end
            from conversation c where c.id = $2 and c.user_id = $9 and c.project_id = $10 on conflict do nothing
            """)
        {
            Parameters =
            {
                new() { Value = lease.RunId }, new() { Value = conversationId }, new() { Value = provider }, new() { Value = model },
                new() { Value = owner }, new() { Value = options.Lease }, new() { Value = time.GetUtcNow() },
                new() { Value = (object?)replaces ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = userId }, new() { Value = projectId },
            },
        });
        batch.BatchCommands.Add(new("""
            insert into agent_message (conversation_id, seq, run_id, step, role, parts, created_at)
            select $1, coalesce((select max(seq) from agent_message where conversation_id = $1), 0) + 1, $2, 0, 'user', $3, $4
            from agent_run where id = $2
            """)
        {
            Parameters =
            {
                new() { Value = conversationId }, new() { Value = lease.RunId },
                new() { Value = MessageJson.Write(message.Parts), NpgsqlDbType = NpgsqlDbType.Json }, new() { Value = time.GetUtcNow() },
            },
        });
        batch.BatchCommands.Add(new("""
            update conversation set updated_at = $2, active_run_id = $5, title = case when title = any ($3) then $4 else title end
            where id = $1 and exists (select 1 from agent_run where id = $5)
            """)
        {
            Parameters =
            {
                new() { Value = conversationId }, new() { Value = time.GetUtcNow() },
                new() { Value = replaced is null ? [ConversationTitle.Untitled] : new[] { ConversationTitle.Untitled, ConversationTitle.From(replaced) } },
                new() { Value = ConversationTitle.From(question) },
                new() { Value = lease.RunId },
            },
        });
        batch.BatchCommands.Add(AuditCommand.OfRun(Asked(member, conversationId, question, door), lease.RunId));
        batch.BatchCommands.Add(new("""
            select run.id, run.parent_run_id, (select max(seq) from agent_message where conversation_id = $1), c.title
            from agent_run run join conversation c on c.id = run.conversation_id
            where c.id = $1 and c.user_id = $2 and c.project_id = $3 and run.status = 'Running'
            """)
        {
            Parameters = { new() { Value = conversationId }, new() { Value = userId }, new() { Value = projectId } },
        });

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return new(null, null);
        var live = reader.GetGuid(0);
        return live == lease.RunId
            ? new(lease, live, reader.IsDBNull(1) ? null : reader.GetGuid(1), message.Stored(reader.GetInt64(2), live), reader.GetString(3))
            : new(null, live);
    }

    /// <returns>Null: the run does not begin its conversation.</returns>
    private async Task<string?> FirstQuestionAsync(Guid runId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select m.parts from agent_message m join agent_run r on r.id = m.run_id
            where r.id = $1 and r.parent_run_id is null and m.role = 'user' order by m.seq limit 1
            """);
        command.Parameters.Add(new() { Value = runId });
        return await command.ExecuteScalarAsync(cancellationToken) is string parts ? MessageJson.ReadParts(parts).OfType<TextPart>().FirstOrDefault()?.Text : null;
    }

    private AuditEntry Asked(Member member, Guid conversationId, string question, QueryDoor door)
    {
        var entry = ProjectAudit.Entry(
            "conversation.ask", member.UserId, member.Project.Id, door, time.GetUtcNow(), question.Length > MostTold ? question[..MostTold] + "…" : question);
        entry.ConversationId = conversationId;
        return entry;
    }

    /// <summary>Ends a run. Repeatable by its owner; false: another process owns it, or ended it.</summary>
    public Task<bool> EndAsync(RunLease lease, RunStatus status, string? detail, CancellationToken cancellationToken) =>
        Patience.RetryAsync(() => EndOnceAsync(lease, status, detail, cancellationToken), options.DatabasePatience, time, cancellationToken);

    private async Task<bool> EndOnceAsync(RunLease lease, RunStatus status, string? detail, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(EndCommand(lease, new(status, detail), time.GetUtcNow()));
        return await batch.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    internal static NpgsqlBatchCommand EndCommand(RunLease lease, RunEnd end, DateTimeOffset now) => new("""
        with ended as (
            update agent_run set status = $4, detail = $5, lease_until = null, ended_at = $6
            where id = $1 and owner = $2 and epoch = $3 and status in ('Running', $4) returning conversation_id)
        update conversation set updated_at = $6 from ended where id = conversation_id
        """)
    {
        Parameters =
        {
            new() { Value = lease.RunId }, new() { Value = lease.Owner }, new() { Value = lease.Epoch }, new() { Value = end.Status.ToString() },
            new() { Value = (object?)end.Detail ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = now },
        },
    };

    /// <summary>Lets a run go, so that any process may take it over at once.</summary>
    public async Task ReleaseAsync(RunLease lease, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            update agent_run set owner = null, lease_until = null where id = $1 and owner = $2 and epoch = $3 and status = 'Running'
            """);
        AddLease(command, lease);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Of the owner's runs, those still theirs; whether each was asked to stop, and whether whoever asked the question still may.
    /// Renewed when <paramref name="renew"/>.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, (int Epoch, bool StopRequested, bool IsOfMember)>> CheckAsync(
        Guid owner, IReadOnlyCollection<Guid> runs, bool renew, CancellationToken cancellationToken)
    {
        const string Mine = "r.id = any($1) and r.owner = $2 and r.status = 'Running'";
        const string Standing = $"""
            r.id, r.epoch, r.stop_requested, exists (
                select 1 from conversation c where c.id = r.conversation_id and exists ({ProjectAccess.MemberSql}))
            """;
        await using var command = source.CreateCommand(renew
            ? $"update agent_run r set lease_until = now() + $3 where {Mine} returning {Standing}"
            : $"select {Standing} from agent_run r where {Mine}");
        command.Parameters.Add(new() { Value = runs.ToArray() });
        command.Parameters.Add(new() { Value = owner });
        if (renew)
            command.Parameters.Add(new() { Value = options.Lease });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ours = new Dictionary<Guid, (int, bool, bool)>();
        while (await reader.ReadAsync(cancellationToken))
            ours[reader.GetGuid(0)] = (reader.GetInt32(1), reader.GetBoolean(2), reader.GetBoolean(3));
        return ours;
    }

    public async Task<RunRow?> FindAsync(Guid runId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select id, conversation_id, status, detail from agent_run where id = $1");
        command.Parameters.Add(new() { Value = runId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(
                reader.GetGuid(0),
                reader.GetGuid(1),
                Enum.Parse<RunStatus>(reader.GetString(2)),
                reader.IsDBNull(3) ? null : reader.GetString(3))
            : null;
    }

    /// <summary>Asks the conversation's live run to stop; null: none is live.</summary>
    public async Task<Guid?> RequestStopAsync(Guid conversationId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            update agent_run set stop_requested = true where conversation_id = $1 and status = 'Running' returning id
            """);
        command.Parameters.Add(new() { Value = conversationId });
        return (Guid?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Live runs of others than <paramref name="me"/>, and its own whose lease ran out.</summary>
    public async Task<IReadOnlyList<LiveRunRow>> ListOthersAsync(Guid me, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            select id, epoch, owner, owner is null or lease_until is null or lease_until < now(), {ProcessLock.IsHeldBy("owner")}
            from agent_run where status = 'Running' and (owner is distinct from $1 or lease_until < now())
            """);
        command.Parameters.Add(new() { Value = me });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new List<LiveRunRow>();
        while (await reader.ReadAsync(cancellationToken))
            runs.Add(new(reader.GetGuid(0), reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.GetBoolean(3), reader.GetBoolean(4)));
        return runs;
    }

    /// <summary>Takes a run over. Null: somebody else was quicker, or it has ended.</summary>
    public async Task<ClaimedRun?> ClaimAsync(Guid runId, int epoch, Guid me, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            with mine as (
                update agent_run set owner = $3, epoch = epoch + 1, lease_until = now() + $4
                where id = $1 and epoch = $2 and status = 'Running' returning *)
            select mine.conversation_id, mine.epoch, c.user_id, p.slug, mine.stop_requested
            from mine join conversation c on c.id = mine.conversation_id join project p on p.id = c.project_id
            """);
        command.Parameters.Add(new() { Value = runId });
        command.Parameters.Add(new() { Value = epoch });
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = options.Lease });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(new(runId, reader.GetGuid(0), me, reader.GetInt32(1)), reader.GetGuid(2), reader.GetString(3), reader.GetBoolean(4))
            : null;
    }

    private static void AddLease(NpgsqlCommand command, RunLease lease)
    {
        command.Parameters.Add(new() { Value = lease.RunId });
        command.Parameters.Add(new() { Value = lease.Owner });
        command.Parameters.Add(new() { Value = lease.Epoch });
    }
}
