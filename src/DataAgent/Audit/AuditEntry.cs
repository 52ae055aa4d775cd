namespace DataAgent.Audit;

/// <summary>Who did what, through which door, and what came of it.</summary>
public sealed class AuditEntry
{
    public Guid Id { get; set; }
    public DateTimeOffset At { get; set; }
    public Guid? ProjectId { get; set; }
    public Guid? UserId { get; set; }
    public Guid? ConversationId { get; set; }

    /// <summary>query, project.create, user.sign_in …</summary>
    public required string Action { get; set; }

    /// <summary>chat, page, http, command_line …</summary>
    public required string Door { get; set; }

    /// <summary>ran, refused, failed, stopped.</summary>
    public required string Outcome { get; set; }

    public string? Sql { get; set; }
    public List<string> Relations { get; set; } = [];
    public int? Rows { get; set; }
    public long? DurationMs { get; set; }

    /// <summary>Refusal codes, SQLSTATE, or what changed. Never row values, never secrets.</summary>
    public string? Detail { get; set; }
}
