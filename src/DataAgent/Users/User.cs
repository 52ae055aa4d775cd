using System.Text.Json.Serialization;

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

    /// <summary>Null: this person signs in by links or with a provider. Written by <see cref="PasswordHashes"/> alone.</summary>
    internal string? PasswordHash { get; set; }

    /// <summary>Wrong passwords since the last right one, or since the last lock.</summary>
    internal int FailedSignIns { get; set; }

    /// <summary>Until then no password is looked at.</summary>
    internal DateTimeOffset? LockedUntil { get; set; }

    /// <summary>A sign-in is good as long as it carries this value: another one ends all of them. Made by the database for new rows.</summary>
    [JsonIgnore]
    public Guid SecurityStamp { get; set; }
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

/// <summary>A link with which a person sets a password, once. Only its hash is kept.</summary>
public sealed class PasswordLink
{
    public Guid Id { get; set; }
    public Guid UserId { get; set; }

    /// <summary>SHA-256 of the token in the link.</summary>
    public required byte[] TokenHash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>A person at another provider who is this user here.</summary>
public sealed class ExternalLogin
{
    /// <summary>The name of the provider in the settings.</summary>
    public required string Provider { get; set; }

    /// <summary>What the provider calls the person; it never gives it to another.</summary>
    public required string Subject { get; set; }

    public Guid UserId { get; set; }

    /// <summary>As the provider wrote it when the two were linked; to be shown, never to be matched.</summary>
    public required string Email { get; set; }

    public DateTimeOffset LinkedAt { get; set; }
}
