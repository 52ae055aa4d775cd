namespace DataAgent.Mail;

/// <summary>Sends one mail. Plain text: nothing in it can be dressed up as something else.</summary>
public interface IMailer
{
    /// <summary>False: what is sent ends in the log, for the operator to read.</summary>
    bool ReachesPeople { get; }

    /// <exception cref="MailException">It was not sent; the message is for the operator.</exception>
    Task SendAsync(Letter letter, CancellationToken cancellationToken);
}

/// <param name="To">An e-mail address.</param>
public sealed record Letter(string To, string Subject, string Text);

/// <summary>The mail server did not take a mail. The message is ours, says what to look at, and names no password.</summary>
public sealed class MailException(string message, Exception? inner = null) : Exception(message, inner);
