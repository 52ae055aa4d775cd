namespace DataAgent.Tokens;

/// <summary>With it a program does over HTTP what a person may. Only the hash of its secret is kept.</summary>
public sealed class ApiToken
{
    public Guid Id { get; set; }
    public Guid UserId { get; set; }

    /// <summary>What the person calls it; the audit log does too. Unique among the person's tokens that are not revoked.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; set; }

    public List<TokenScope> Scopes { get; set; } = [];

    /// <summary>Null: every project of the person.</summary>
    public Guid? ProjectId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>To the minute. Null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
