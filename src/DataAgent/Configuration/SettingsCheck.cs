using DataAgent.Agent;
using DataAgent.Audit;
using DataAgent.Credentials;
using DataAgent.Limits;
using DataAgent.Mail;
using DataAgent.Queries;
using DataAgent.Telemetry;
using DataAgent.Users;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace DataAgent.Configuration;

/// <summary>Everything that would stop a start, found without starting: the same readers, one after the other.</summary>
public static class SettingsCheck
{
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT", Formatter = "Logging:Console:FormatterName", Keys = "DATAAGENT_CREDENTIAL_KEYS";

    private static readonly string[] _formatters = ["simple", "json", "systemd"];

    /// <returns>A sentence for each, which says what to do and shows no secret.</returns>
    public static IReadOnlyList<string> Problems(IConfiguration configuration)
    {
        // A mistyped name would be told a second time by the reader of its section.
        if (new SettingsInForce(configuration).ListProblems() is { Count: > 0 } unknown)
            return unknown;
        return [.. Checks(configuration).Select(ProblemOf).OfType<string>()];
    }

    private static IEnumerable<Action> Checks(IConfiguration configuration) =>
    [
        () => AgentOptions.From(configuration),
        () => QueryOptions.From(configuration),
        () => AuditOptions.From(configuration),
        () => LimitsOptions.From(configuration),
        () => MetricsOptions.From(configuration),
        () => CheckLinks(SignInOptions.From(configuration), MailOptions.Read(configuration)),
        () => CheckConnection(configuration["ConnectionStrings:Platform"]),
        () => CheckKeys(configuration[Keys]),
        () => CheckCollector(configuration[Collector]),
        () => CheckFormatter(configuration[Formatter]),
    ];

    private static string? ProblemOf(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private static void CheckLinks(SignInOptions signIn, MailOptions mail)
    {
        if (mail.Host is not null && signIn.PublicUrl is null)
            throw new FormatException("Mail:Host is set without SignIn:PublicUrl: links in mails need the address at which people find the product.");
    }

    private static void CheckConnection(string? connection)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // Not its own words: they may quote what stands there, a password too.
            throw new FormatException("ConnectionStrings:Platform is no connection string, such as Host=db;Database=dataagent;Username=dataagent;Password=….", e);
        }
    }

    private static void CheckKeys(string? ring)
    {
        try
        {
            if (!string.IsNullOrWhiteSpace(ring))
                CredentialKeyRing.Parse(ring);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{Keys} holds no credential keys. {e.Message}", e);
        }
    }

    private static void CheckCollector(string? endpoint)
    {
        if (!string.IsNullOrEmpty(endpoint) && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            throw new FormatException($"{Collector} must be an address such as http://localhost:4317.");
    }

    private static void CheckFormatter(string? name)
    {
        if (!string.IsNullOrEmpty(name) && !_formatters.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw new FormatException($"{Formatter} must be simple, json or systemd.");
    }
}
