using DataAgent.Mail;

namespace DataAgent.Users;

/// <summary>What people are written about passwords. Who did not ask for it is told that nothing has happened.</summary>
public sealed class PasswordMails(IMailer mailer)
{
    /// <param name="address">Where people find the product, such as https://data.example.com.</param>
    public static string Link(string address, string token) => $"{address.TrimEnd('/')}/reset-password?token={token}";

    /// <exception cref="MailException">It was not sent.</exception>
    public Task SendResetAsync(User user, string link, CancellationToken cancellationToken) => mailer.SendAsync(
        new Letter(user.Email, "Set a new password for Data Agent", $"""
            Hello {user.DisplayName},

            somebody asked for a new password for your Data Agent account. If it was you, open this link and choose one:

            {link}

            It works once, for an hour. If it was not you, do nothing: your password is as it was.
            """),
        cancellationToken);

    /// <exception cref="MailException">It was not sent.</exception>
    public Task SendInvitationAsync(User user, string link, CancellationToken cancellationToken) => mailer.SendAsync(
        new Letter(user.Email, "Your Data Agent account", $"""
            Hello {user.DisplayName},

            there is a Data Agent account for you, where your team asks its databases questions. Open this link and choose a password:

            {link}

            It works once, for seven days. After that, ask for another with "Forgot your password" on the sign-in page.
            """),
        cancellationToken);
}
