using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.SavedQueries;

/// <summary>What a person gives to save a query.</summary>
public sealed record SavedQueryDraft(string Name, string Sql)
{
    public string Description { get; init; } = "";
    public IReadOnlyList<QueryParameter> Parameters { get; init; } = [];
    public bool IsShared { get; init; }
}

/// <param name="Refusal">Why the guard refuses it against the schema as it is now; null: it fits.</param>
public sealed record SavedQueryView(
    Guid Id, string Name, string Description, string Sql, IReadOnlyList<QueryParameter> Parameters, bool IsShared, bool IsMine, int Version,
    DateTimeOffset UpdatedAt, string? Refusal)
{
    /// <summary>Who saved it, by name; empty when there is no such person any more.</summary>
    public string Owner { get; init; } = "";
}

public sealed record SavedQueryEdition(int Version, string Name, string Description, string Sql, IReadOnlyList<QueryParameter> Parameters, DateTimeOffset At);

/// <summary>What became of an attempt to read, save, change or run a saved query.</summary>
public abstract record SavedQueryOutcome
{
    private SavedQueryOutcome() { }

    public sealed record Found(SavedQueryView Query) : SavedQueryOutcome;

    public sealed record Listed(IReadOnlyList<SavedQueryView> Queries) : SavedQueryOutcome;

    public sealed record Removed : SavedQueryOutcome;

    public sealed record Ran(QueryOutcome Query) : SavedQueryOutcome;

    public sealed record NotPermitted(string Advice) : SavedQueryOutcome;

    /// <summary>Not there, or not the member's to see.</summary>
    public sealed record NotFound : SavedQueryOutcome;

    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : SavedQueryOutcome;

    /// <summary>Somebody else was quicker; nothing was changed.</summary>
    public sealed record Changed(int Version, string Advice) : SavedQueryOutcome;
}
