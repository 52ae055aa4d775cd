using DataAgent.Projects;

namespace DataAgent.Users;

/// <summary>What became of an attempt to add, rename or remove a passkey.</summary>
public abstract record PasskeyOutcome
{
    private PasskeyOutcome() { }

    public sealed record Saved(PasskeyLine Passkey) : PasskeyOutcome;
    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : PasskeyOutcome;

    /// <summary>Not done; the sentence says why and what to do.</summary>
    public sealed record Refused(string Message) : PasskeyOutcome;
}

/// <summary>What became of a sign-in with a passkey whose signature was right.</summary>
public abstract record PasskeyEntry
{
    private PasskeyEntry() { }

    public sealed record Entered(User User) : PasskeyEntry;
    public sealed record Disabled : PasskeyEntry;

    /// <summary>Removed meanwhile, or used at the same instant by a copy.</summary>
    public sealed record Void : PasskeyEntry;
}
