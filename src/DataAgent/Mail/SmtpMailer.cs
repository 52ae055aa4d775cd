using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace DataAgent.Mail;

/// <summary>Hands mail to the server of the settings, over a connection of its own each time: there is little to send.</summary>
internal sealed class SmtpMailer(MailOptions options) : IMailer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public bool ReachesPeople => true;

    public async Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(options.Host!, options.PortOrDefault, Security(options.Tls), cancellationToken);
            if (options.User is { } user)
                await client.AuthenticateAsync(user, options.Password!, cancellationToken);
            await client.SendAsync(Write(letter), cancellationToken);
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception e) when (Advice(e) is { } advice)
        {
            throw new MailException(advice, e);
        }
    }

    private MimeMessage Write(Letter letter)
    {
        var message = new MimeMessage { Subject = letter.Subject, Body = new TextPart("plain") { Text = letter.Text } };
        message.From.Add(MailboxAddress.Parse(options.From!));
        message.To.Add(new MailboxAddress(null, letter.To));
        // So that no holiday notice answers a machine.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private string? Advice(Exception e) => e switch
    {
        AuthenticationException => "The mail server refused Mail:User and Mail:Password.",
        NotSupportedException => $"The mail server {options.Host} does not offer what the settings ask for: {Wanted}. Look at Mail:Tls, Mail:Port and Mail:User.",
        SslHandshakeException => $"The mail server {options.Host} could not prove who it is. Look at its certificate, Mail:Host and Mail:Tls.",
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted } => "The mail server does not accept the recipient.",
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } => "The mail server does not accept Mail:From as a sender.",
        CommandException or ProtocolException or ServiceNotAuthenticatedException => "The mail server did not take the mail.",
        SocketException or IOException or TimeoutException => $"The mail server {options.Host}:{options.PortOrDefault} cannot be reached.",
        _ => null,
    };

    private string Wanted => options.Tls == MailTls.StartTls ? "STARTTLS" : "a way to sign in";

    private static SecureSocketOptions Security(MailTls tls) => tls switch
    {
        MailTls.Implicit => SecureSocketOptions.SslOnConnect,
        MailTls.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
