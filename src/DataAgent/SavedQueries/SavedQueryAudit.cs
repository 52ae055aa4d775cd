using System.Text.Json;
using System.Text.Json.Serialization;
using DataAgent.Audit;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.SavedQueries;

/// <summary>Rows of the audit log about saved queries, written in the transaction of the change they tell of.</summary>
/// <remarks>A private query is told by its id alone: its name is its owner's. What it read is in the rows of its runs.</remarks>
internal static class SavedQueryAudit
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static AuditEntry Added(Member member, SavedQuery query, QueryDoor door) =>
        Entry("saved_query.add", member, door, query.UpdatedAt, new(query.Id, query.Version, query.IsShared, NameOf(query)));

    public static AuditEntry Edited(Member member, SavedQuery query, Facts before, QueryDoor door)
    {
        var name = query.IsShared || before.IsShared ? query.Name : null;
        return Entry("saved_query.edit", member, door, query.UpdatedAt, new(query.Id, query.Version, query.IsShared, name, before.Changed(Facts.Of(query))));
    }

    public static AuditEntry Removed(Member member, SavedQuery query, QueryDoor door, DateTimeOffset now) =>
        Entry("saved_query.remove", member, door, now, new(query.Id, query.Version, query.IsShared, NameOf(query)));

    private static string? NameOf(SavedQuery query) => query.IsShared ? query.Name : null;

    private static AuditEntry Entry(string action, Member member, QueryDoor door, DateTimeOffset now, Detail detail) =>
        ProjectAudit.Entry(action, member.UserId, member.Project.Id, door, now, JsonSerializer.Serialize(detail, Json));

    /// <summary>What an edit can change. The texts themselves, before and after, are in the query's versions.</summary>
    internal sealed record Facts(string Name, string Description, string Sql, string Parameters, bool IsShared)
    {
        public static Facts Of(SavedQuery query) => new(query.Name, query.Description, query.Sql, query.Parameters, query.IsShared);

        public IReadOnlyList<string> Changed(Facts after)
        {
            (string Name, bool Differs)[] parts =
            [
                ("name", Name != after.Name), ("description", Description != after.Description), ("sql", Sql != after.Sql),
                ("parameters", Parameters != after.Parameters), ("shared", IsShared != after.IsShared),
            ];
            return [.. parts.Where(part => part.Differs).Select(part => part.Name)];
        }
    }

    private sealed record Detail(Guid Id, int Version, bool Shared, string? Name, IReadOnlyList<string>? Changed = null);
}
