using Microsoft.Extensions.Configuration;

namespace DataAgent.Telemetry;

/// <summary>Who may read the web server's own figures. Section <c>Metrics</c>; without a token there is no <c>/metrics</c>.</summary>
public sealed record MetricsOptions
{
    public const string Section = "Metrics";

    private const int ShortestToken = 16;

    /// <summary>A secret that whoever reads them sends as <c>Authorization: Bearer …</c>.</summary>
    public string? Token { get; init; }

    /// <exception cref="FormatException">An unknown setting, or a value that does not fit; the message says which, and shows no secret.</exception>
    public static MetricsOptions From(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<MetricsOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new MetricsOptions();
        return options.Token is null or { Length: 0 or >= ShortestToken }
            ? options
            : throw new FormatException($"{Section}:{nameof(Token)} must have {ShortestToken} characters or more: whoever knows it reads the figures of the platform.");
    }
}
