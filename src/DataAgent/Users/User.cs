namespace DataAgent.Users;

public sealed class User
{
    public Guid Id { get; set; }

    /// <summary>Lower case, unique.</summary>
    public required string Email { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>May create projects and manage users; that alone opens no project's data.</summary>
    public bool IsPlatformAdministrator { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? DisabledAt { get; set; }
}

/// <summary>A link that signs a person in without a password, printed by the zero-config start. Only its hash is kept.</summary>
public sealed class SignInLink
{
    public Guid Id { get; set; }
    public Guid UserId { get; set; }

    /// <summary>SHA-256 of the token in the link.</summary>
    public required byte[] TokenHash { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
