using DataAgent.Mail;

namespace DataAgent.Tests.Projects.Members;

/// <summary>A mail server that keeps what it is given, or takes nothing.</summary>
internal sealed class Outbox : IMailer
{
    public List<Letter> Letters { get; } = [];

    public bool ReachesPeople { get; set; } = true;

    /// <summary>What it says when it takes nothing.</summary>
    public string? Trouble { get; set; }

    public Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        if (Trouble is not null)
            throw new MailException(Trouble);
        Letters.Add(letter);
        return Task.CompletedTask;
    }
}
