using Microsoft.Extensions.Logging;

namespace DataAgent.Mail;

/// <summary>Without a mail server: the operator reads the mail in the log and passes it on.</summary>
internal sealed partial class LogMailer(ILogger<LogMailer> logger) : IMailer
{
    public bool ReachesPeople => false;

    public Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        LogLetter(letter.To, letter.Subject, letter.Text);
        return Task.CompletedTask;
    }

    // The one secret that is ever logged, and only while there is nobody else to give it to.
    [LoggerMessage(Level = LogLevel.Information, Message = "No mail server is set up (Mail:Host), so here is the mail to {To}: {Subject}\n\n{Text}\n")]
    private partial void LogLetter(string to, string subject, string text);
}
