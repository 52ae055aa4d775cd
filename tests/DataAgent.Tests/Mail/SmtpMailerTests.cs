using DataAgent.Mail;
using DataAgent.Testing;
using Microsoft.Extensions.Configuration;

namespace DataAgent.Tests.Mail;

public sealed class SmtpMailerTests
{
    private static readonly Letter _letter = new("ada@example.test", "Grüße", "Open this:\n\nhttps://data.example.test/reset-password?token=abc\n");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_arrives_with_sender_recipient_and_a_link_in_one_piece()
    {
        await using var server = new SmtpListener("robot:secret");

        await new SmtpMailer(Options(server) with { User = "robot", Password = "secret" }).SendAsync(_letter, Token);

        var mail = await server.NextAsync(Token);
        Assert.Equal(("data@example.test", "ada@example.test", "robot:secret"), (mail.From, mail.To, mail.Login));
        Assert.Contains("https://data.example.test/reset-password?token=abc", mail.Data, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", mail.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_showing_it()
    {
        await using var server = new SmtpListener("robot:secret");

        var e = await Assert.ThrowsAsync<MailException>(() => new SmtpMailer(Options(server) with { User = "robot", Password = "mistyped" }).SendAsync(_letter, Token));

        Assert.Contains("refused Mail:User and Mail:Password", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("mistyped", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_tls_is_told_nothing_when_tls_is_asked_for()
    {
        await using var server = new SmtpListener("robot:secret");

        var e = await Assert.ThrowsAsync<MailException>(() =>
            new SmtpMailer(Options(server) with { Tls = MailTls.StartTls, User = "robot", Password = "secret" }).SendAsync(_letter, Token));

        Assert.Contains("STARTTLS", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Heard, line => line.StartsWith("AUTH", StringComparison.Ordinal) || line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_in_one_sentence()
    {
        int port;
        await using (var gone = new SmtpListener())
            port = gone.Port;

        var e = await Assert.ThrowsAsync<MailException>(() =>
            new SmtpMailer(new MailOptions { Host = "127.0.0.1", Port = port, From = "data@example.test", Tls = MailTls.None }).SendAsync(_letter, Token));

        Assert.Contains("cannot be reached", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mail:Hots", "x", "Mail")]
    [InlineData("Mail:Port", "99999", "Mail:Host is missing")]
    [InlineData("Mail:Host", "smtp.example.test", "Mail:From")]
    [InlineData("Mail:Password", "secret", "Mail:Host is missing")]
    public void Settings_that_do_not_fit_stop_the_start(string name, string value, string words)
    {
        var e = Assert.Throws<FormatException>(() => MailOptions.Read(Settings((name, value))));

        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mailbox_that_unix_names_in_the_environment_is_none_of_ours() =>
        Assert.Null(MailOptions.Read(Settings(("Mail", "/var/mail/root"))).Host);

    private static MailOptions Options(SmtpListener server) =>
        new() { Host = "127.0.0.1", Port = server.Port, From = "Data Agent <data@example.test>", Tls = MailTls.None };

    private static IConfiguration Settings(params (string Name, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, s.Value))).Build();
}
