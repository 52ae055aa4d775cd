using DataAgent.Projects;
using Npgsql;

namespace DataAgent.Feedback;

/// <summary>The feedback of a project with what it is about: admins read all of it, others their own.</summary>
public sealed class FeedbackList(NpgsqlDataSource source)
{
    public const int MaxListed = 500;

    /// <remarks>One's own in one's own conversations: who was an admin and is none any more reads no other people's questions here.</remarks>
    private const string Newest = """
        select f.run_id, r.conversation_id, u.email, f.verdict, f.reasons, f.comment,
            coalesce((select m.parts -> 0 ->> 'text' from agent_message m
                where m.conversation_id = c.id and m.run_id = r.id and m.role = 'user'), ''),
            (select count(*)::int from agent_message m, json_array_elements(m.parts) p
             where m.conversation_id = c.id and m.run_id = r.id and m.role = 'tool' and p -> 'artifact' ->> 'artifact' = 'table'),
            r.provider, r.model, f.given_at
        from run_feedback f join user_account u on u.id = f.user_id
        join agent_run r on r.id = f.run_id join conversation c on c.id = r.conversation_id
        where c.project_id = $1 and ($2 or (f.user_id = $3 and c.user_id = $3))
        order by f.given_at desc, f.run_id limit $4
        """;

    /// <summary>Newest first, at most <see cref="MaxListed"/>.</summary>
    public async Task<IReadOnlyList<FeedbackLine>> ListAsync(Member member, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Newest);
        command.Parameters.Add(new() { Value = member.Project.Id });
        command.Parameters.Add(new() { Value = member.Role == Role.Admin });
        command.Parameters.Add(new() { Value = member.UserId });
        command.Parameters.Add(new() { Value = MaxListed });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<FeedbackLine>();
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add(new(
                reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), Enum.Parse<FeedbackVerdict>(reader.GetString(3)),
                FeedbackStore.Read(reader.GetFieldValue<string[]>(4)), reader.GetString(5), reader.GetString(6), reader.GetInt32(7),
                reader.GetString(8), reader.GetString(9), reader.GetFieldValue<DateTimeOffset>(10)));
        }

        return lines;
    }
}
