using System.Threading.Channels;
using DataAgent.Audit;
using DataAgent.Mail;
using DataAgent.Queries;
using Microsoft.Extensions.Logging;

namespace DataAgent.Users;

/// <summary>Requests for new passwords, answered one after another and apart from the page: its answer and its time are the same for every address.</summary>
public sealed partial class ResetRequests(
    UserDirectory users, PasswordLinks links, PasswordMails mails, AuditLog audit, TimeProvider clock, ILogger<ResetRequests> logger)
{
    /// <summary>One mail a person in this time, however often somebody asks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Channel<string> _asked = Channel.CreateBounded<string>(new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Never waits. When hundreds are waiting, further ones are dropped.</summary>
    public void Ask(string email) => _asked.Writer.TryWrite(email);

    /// <summary>Answers until it is told to stop.</summary>
    /// <param name="address">Where people find the product.</param>
    public async Task RunAsync(Func<string> address, CancellationToken cancellationToken)
    {
        await foreach (var email in _asked.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await AnswerAsync(email, address(), cancellationToken);
            }
            catch (MailException e)
            {
                LogNotSent(e.Message, e);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Our database may be away for a moment; the next request shall find us here.
                LogFailed(e);
            }
        }
    }

    private async Task AnswerAsync(string email, string address, CancellationToken cancellationToken)
    {
        if (await users.FindByEmailAsync(email, cancellationToken) is not { DisabledAt: null } user)
            return;
        if (await links.WasMadeSinceAsync(user.Id, clock.GetUtcNow() - Pause, cancellationToken))
            return;
        var token = await links.CreateAsync(user.Id, PasswordLinks.ResetLifetime, cancellationToken);
        await audit.AddAsync(AccountAudit.Done("user.reset_asked", user.Id, QueryDoor.Page, clock.GetUtcNow()), cancellationToken);
        await mails.SendResetAsync(user, PasswordMails.Link(address, token), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail with a link for a new password was not sent. {Advice}")]
    private partial void LogNotSent(string advice, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request for a new password could not be answered.")]
    private partial void LogFailed(Exception e);
}
