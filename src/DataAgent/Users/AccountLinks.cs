using DataAgent.Mail;
using DataAgent.Queries;

namespace DataAgent.Users;

/// <summary>A link to set a password, for somebody else.</summary>
public abstract record AccountLinkOutcome
{
    private AccountLinkOutcome() { }

    /// <param name="Link">To be handed over, as no mail went out; it is told this once. Null: the mail server took the mail.</param>
    /// <param name="MailProblem">Why the mail server did not; null also where none is set up, or nobody wanted a mail.</param>
    public sealed record Made(User User, string? Link, string? MailProblem) : AccountLinkOutcome;

    public sealed record Refused(string Message) : AccountLinkOutcome;
}

/// <summary>Brings people a link with which they set a password: when an account is made for them, and when they cannot get in.</summary>
public sealed class AccountLinks(UserDirectory users, PasswordLinks links, PasswordMails mails, IMailer mailer)
{
    /// <summary>Writes to somebody who was just added.</summary>
    /// <param name="address">Where people find the product.</param>
    public async Task<AccountLinkOutcome.Made> InviteAsync(User actor, User user, string address, QueryDoor door, CancellationToken cancellationToken)
    {
        var link = PasswordMails.Link(address, await links.CreateForAsync(actor, user, PasswordLinks.InvitationLifetime, door, cancellationToken));
        if (!mailer.ReachesPeople)
            return new(user, link, null);
        try
        {
            await mails.SendInvitationAsync(user, link, cancellationToken);
            return new(user, null, null);
        }
        catch (MailException e)
        {
            // The account is there all the same.
            return new(user, link, e.Message);
        }
    }

    /// <summary>A link for a new password, to be handed over. Older ones are void.</summary>
    public async Task<AccountLinkOutcome> ResetAsync(User actor, Guid id, string address, QueryDoor door, CancellationToken cancellationToken)
    {
        if (actor is not { IsPlatformAdministrator: true, DisabledAt: null })
            return new AccountLinkOutcome.Refused("Only a platform administrator makes links for others.");
        return await users.FindByIdAsync(id, cancellationToken) is { DisabledAt: null } user
            ? new AccountLinkOutcome.Made(
                user, PasswordMails.Link(address, await links.CreateForAsync(actor, user, PasswordLinks.ResetLifetime, door, cancellationToken)), null)
            : new AccountLinkOutcome.Refused("There is no active user like that.");
    }
}
