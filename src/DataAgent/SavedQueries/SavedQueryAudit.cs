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
        Entry("saved_query.add", member, door, query.UpdatedAt, new(query.Id, query.Version, query.IsShared, NameOf(query)))
            .With(query.IsShared ? Facts.None.ChangesTo(Facts.Of(query)) : []);

    public static AuditEntry Edited(Member member, SavedQuery query, Facts before, QueryDoor door)
    {
        var name = query.IsShared || before.IsShared ? query.Name : null;
        var after = Facts.Of(query);
        return Entry("saved_query.edit", member, door, query.UpdatedAt, new(query.Id, query.Version, query.IsShared, name, before.Changed(after)))
            // What was private on either side stays so.
            .With(query.IsShared && before.IsShared ? before.ChangesTo(after) : []);
    }

    public static AuditEntry Removed(Member member, SavedQuery query, QueryDoor door, DateTimeOffset now) =>
        Entry("saved_query.remove", member, door, now, new(query.Id, query.Version, query.IsShared, NameOf(query)))
            .With(query.IsShared ? Facts.Of(query).ChangesTo(Facts.None) : []);

    private static string? NameOf(SavedQuery query) => query.IsShared ? query.Name : null;

    private static AuditEntry Entry(string action, Member member, QueryDoor door, DateTimeOffset now, Detail detail) =>
        ProjectAudit.Entry(action, member.UserId, member.Project.Id, door, now, JsonSerializer.Serialize(detail, Json));

    /// <summary>What an edit can change.</summary>
    internal sealed record Facts(string Name, string Description, string Sql, string Parameters, bool IsShared)
    {
        /// <summary>Of a query that is not there.</summary>
        public static Facts None { get; } = new("", "", "", "[]", false);

        public static Facts Of(SavedQuery query) => new(query.Name, query.Description, query.Sql, query.Parameters, query.IsShared);

        public IReadOnlyList<string> Changed(Facts after) => [.. ChangesTo(after).Select(change => change.Field)];

        public IReadOnlyList<AuditChange> ChangesTo(Facts after)
        {
            AuditChange[] parts =
            [
                new("name", Name, after.Name), new("description", Description, after.Description), new("sql", Sql, after.Sql),
                new("parameters", Parameters, after.Parameters), new("shared", Word(IsShared), Word(after.IsShared)),
            ];
            return [.. parts.Where(part => part.Before != part.After)];
        }

        private static string Word(bool flag) => flag ? "true" : "false";
    }

    private sealed record Detail(Guid Id, int Version, bool Shared, string? Name, IReadOnlyList<string>? Changed = null);
}
