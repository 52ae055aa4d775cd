namespace DataAgent.Audit;

/// <summary>Who did what, through which door, and what came of it.</summary>
public sealed class AuditEntry
{
    public Guid Id { get; set; }
    public DateTimeOffset At { get; set; }
    public Guid? ProjectId { get; set; }

    /// <summary>Null: the platform itself, as when old entries go.</summary>
    public Guid? UserId { get; set; }

    public Guid? ConversationId { get; set; }

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; set; }

    /// <summary>chat, page, http, command_line …</summary>
    public required string Door { get; set; }

    /// <summary>ran, refused, failed, stopped.</summary>
    public required string Outcome { get; set; }

    /// <summary>Of the browser or program that asked; null for the command line, and for an answer that another process went on with.</summary>
    public string? Address { get; set; }

    /// <summary>Name of the API token that a program of the person asked with; null: no token.</summary>
    public string? Token { get; set; }

    public string? Sql { get; set; }
    public List<string> Relations { get; set; } = [];
    public int? Rows { get; set; }
    public long? DurationMs { get; set; }

    /// <summary>Refusal codes, SQLSTATE, or what changed. Never row values, never secrets.</summary>
    public string? Detail { get; set; }

    /// <summary>Settings, roles and texts before and after; null where nothing of the kind changed.</summary>
    public List<AuditChange>? Changes { get; set; }

    /// <summary>About people, sign-ins and which projects there are: platform administrators see it without being members.</summary>
    public bool IsPlatformWide { get; set; }
}

/// <summary>One thing that is another one now. A login or a key that changed has neither value.</summary>
/// <param name="Field">As the command line and HTTP name it.</param>
/// <param name="Before">Null: there was none, or it is secret.</param>
/// <param name="After">Null: there is none any more, or it is secret.</param>
public sealed record AuditChange(string Field, string? Before, string? After);
