namespace DataAgent.Projects.Members;

/// <summary>What became of an admin's wish about an invitation.</summary>
public abstract record InvitationOutcome
{
    private InvitationOutcome() { }

    /// <param name="Link">To be handed over, as no mail went out; it is told this once. Null: the mail server took the mail.</param>
    /// <param name="MailProblem">Why the mail server did not; null also where none is set up.</param>
    public sealed record Sent(InvitationLine Invitation, string? Link, string? MailProblem) : InvitationOutcome;

    public sealed record Saved(InvitationLine Invitation) : InvitationOutcome;

    /// <summary>Not done; the sentence says why and what to do.</summary>
    /// <param name="Wait">How long, when it was only too early.</param>
    public sealed record Refused(string Message, InvitationFault Fault, TimeSpan Wait = default) : InvitationOutcome;
}

/// <summary>Why an invitation was refused, for those who answer in other words than ours.</summary>
public enum InvitationFault { NotPermitted, NoSuchProject, NoSuchInvitation, NoAddress, IsMember, IsInvited, IsDisabled, TooMany, TooSoon }

/// <param name="InvitedBy">E-mail address of whoever invited them.</param>
/// <param name="SentAt">When its present link was made.</param>
public sealed record InvitationLine(
    Guid Id, string Email, Role Role, string InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset SentAt, DateTimeOffset ExpiresAt, bool IsExpired);

/// <summary>What a link of an invitation leads to.</summary>
public abstract record InvitationLook
{
    private InvitationLook() { }

    public sealed record Open(InvitationOffer Offer) : InvitationLook;

    public sealed record Void(InvitationVoid Reason) : InvitationLook;
}

/// <param name="HasAccount">Somebody with this address can sign in here already.</param>
public sealed record InvitationOffer(
    string Project, Role Role, string Email, string InvitedBy, string InvitedByEmail, DateTimeOffset ExpiresAt, bool HasAccount);

/// <summary>Why a link is good no more. <see cref="Unknown"/> is also one that a newer one took the place of.</summary>
public enum InvitationVoid { Unknown, Used, Revoked, Expired, Removed, Disabled }

/// <summary>What became of an attempt to accept an invitation.</summary>
public abstract record AcceptanceResult
{
    private AcceptanceResult() { }

    public sealed record Joined(Users.User User, string Slug) : AcceptanceResult;

    public sealed record Void(InvitationVoid Reason) : AcceptanceResult;

    /// <summary>It is for somebody else than the person who is signed in.</summary>
    public sealed record OtherPerson : AcceptanceResult;

    /// <summary>There is an account with this address: it has to sign in.</summary>
    public sealed record HasAccount : AcceptanceResult;

    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : AcceptanceResult;
}
