using DataAgent.Projects.Roles;
using DataAgent.SqlGuard;

namespace DataAgent.Queries;

/// <summary>The door a query came through, for the audit log; <see cref="Service"/> is the platform by itself, without a person.</summary>
public enum QueryDoor { Chat, Page, Http, CommandLine, Export, SavedQuery, Service }

/// <param name="Sql">The text as written; it runs exactly like this or not at all.</param>
/// <param name="ConversationId">The conversation that asked, when one did.</param>
public sealed record QueryRequest(string Sql, QueryDoor Door, Guid? ConversationId = null)
{
    /// <summary>The same text with values bound to its places; null for a text without any.</summary>
    public BoundText? Bound { get; init; }
}

/// <summary>What became of one attempt to run SQL in a project. A stop by the caller is an <see cref="OperationCanceledException"/>.</summary>
public abstract record QueryOutcome
{
    private QueryOutcome() { }

    /// <summary>It ran, and the table is kept under <paramref name="ResultId"/>.</summary>
    public sealed record Ran(Guid ResultId, ResultTable Table) : QueryOutcome;

    /// <summary>The member's role does not reach to this door. Nothing reached the database.</summary>
    public sealed record NotPermitted(string Advice) : QueryOutcome;

    /// <summary>The project's database role can do more than read, and no admin accepted it. Nothing of the customer's was read.</summary>
    public sealed record RoleNotAccepted(RoleStanding Standing) : QueryOutcome;

    /// <summary>The guard said no. Nothing reached the database.</summary>
    public sealed record Refused(IReadOnlyList<Refusal> Reasons) : QueryOutcome;

    /// <summary>PostgreSQL said no, or could not be reached. The advice is our own text, safe to show to people and the model.</summary>
    /// <param name="SqlState">Five characters; <c>null</c> when no connection came about.</param>
    /// <param name="Position">UTF-16 index into the text given; −1 when PostgreSQL named none.</param>
    public sealed record Failed(string? SqlState, string Advice, int Position = -1) : QueryOutcome;
}
