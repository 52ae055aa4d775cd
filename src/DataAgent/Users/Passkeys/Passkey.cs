namespace DataAgent.Users;

/// <summary>A key pair of a person's device or password manager, with which they sign in. Here is its public half.</summary>
public sealed class Passkey
{
    public Guid Id { get; set; }
    public Guid UserId { get; set; }

    /// <summary>What the person calls it; the audit log does too. Unique among theirs.</summary>
    public required string Name { get; set; }

    /// <summary>How the device names it; unique among all.</summary>
    public required byte[] CredentialId { get; set; }

    /// <summary>In COSE format.</summary>
    public required byte[] PublicKey { get; set; }

    /// <summary>How often the device says it was used; most say 0 for ever. One that does not grow is a copy.</summary>
    public long SignCount { get; set; }

    /// <summary>How a browser reaches the device, such as <c>internal</c> or <c>usb</c>.</summary>
    public List<string> Transports { get; set; } = [];

    public bool IsBackupEligible { get; set; }
    public bool IsBackedUp { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>What a device was asked to sign, until it answers, once. The browser holds the token in a cookie; only its hash is kept.</summary>
public sealed class PasskeyChallenge
{
    public Guid Id { get; set; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; set; }

    /// <summary>Who adds a passkey; null: somebody signs in with one.</summary>
    public Guid? UserId { get; set; }

    /// <summary>As the handler of passkeys wrote it.</summary>
    public required string State { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}

/// <param name="LastUsedAt">Null: never.</param>
public sealed record PasskeyLine(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);
