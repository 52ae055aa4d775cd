namespace DataAgent.Projects.Members;

/// <summary>An e-mail address that may become a member. Only the hash of its link is kept, and one of an address is open at a time.</summary>
public sealed class Invitation
{
    public Guid Id { get; set; }
    public Guid ProjectId { get; set; }

    /// <summary>Lower case.</summary>
    public required string Email { get; set; }

    public Role Role { get; set; }

    /// <summary>SHA-256 of the token in the link; another one after it was sent again.</summary>
    public required byte[] TokenHash { get; set; }

    public Guid InvitedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the link of <see cref="TokenHash"/> was made.</summary>
    public DateTimeOffset SentAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Null: it is open, though it may have expired.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public InvitationEnding? Ending { get; set; }

    internal void Close(InvitationEnding ending, DateTimeOffset now) => (EndedAt, Ending) = (now, ending);
}

/// <summary><see cref="Added"/>: an admin made them a member in another way.</summary>
public enum InvitationEnding { Accepted, Revoked, Added }
