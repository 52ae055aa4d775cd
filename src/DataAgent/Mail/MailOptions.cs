using Microsoft.Extensions.Configuration;

namespace DataAgent.Mail;

/// <summary>The server that sends our mail. Section <c>Mail</c>; without a host, mail goes to the log.</summary>
public sealed record MailOptions
{
    public const string Section = "Mail";

    public string? Host { get; init; }

    public int? Port { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The sender: an address, or a name with the address in angle brackets.</summary>
    public string? From { get; init; }

    public MailTls Tls { get; init; } = MailTls.StartTls;

    /// <summary>The usual port of the way that <see cref="Tls"/> names.</summary>
    public int PortOrDefault => Port ?? Tls switch { MailTls.Implicit => 465, MailTls.None => 25, _ => 587 };

    /// <exception cref="FormatException">An unknown setting, or a value that does not fit; the message says which, and shows no secret.</exception>
    public static MailOptions Read(IConfiguration configuration)
    {
        try
        {
            // What is below the section, without its own value: on Unix, MAIL in the environment names the user's mailbox.
            var settings = new ConfigurationBuilder().AddInMemoryCollection(configuration.GetSection(Section).AsEnumerable(makePathsRelative: true)).Build();
            var options = settings.Get<MailOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new MailOptions();
            return options.Problem is { } problem ? throw new FormatException(problem) : options;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException($"The section {Section} of the configuration has a setting that does not exist or does not fit: {e.Message}", e);
        }
    }

    private string? Problem => this switch
    {
        { Host: null, User: null, Password: null, From: null, Port: null } => null,
        { Host: null or "" } => $"{Section}:{nameof(Host)} is missing: name the server that sends mail, or set nothing below {Section}.",
        { Port: < 1 or > 65535 } => $"{Section}:{nameof(Port)} must be between 1 and 65535.",
        { User: null, Password: not null } or { User: not null, Password: null } => $"{Section}:{nameof(User)} and {Section}:{nameof(Password)} belong together.",
        _ => MimeKit.MailboxAddress.TryParse(From, out _) ? null : $"{Section}:{nameof(From)} must be an address, such as \"Data Agent <data@example.com>\".",
    };
}

/// <summary><see cref="StartTls"/> is demanded, never only tried. <see cref="None"/> is for a server on the same machine or network.</summary>
public enum MailTls { StartTls, Implicit, None }
