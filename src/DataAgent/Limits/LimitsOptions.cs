using Microsoft.Extensions.Configuration;

namespace DataAgent.Limits;

/// <summary>What one person and one project may take of everybody's server, all processes together. Section <c>Limits</c>.</summary>
public sealed record LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Requests of one person to the HTTP API in a minute of the clock.</summary>
    public int RequestsPerMinute { get; init; } = 600;

    /// <summary>Tokens that models may take for one project in a day (UTC), in and out together; null: any number.</summary>
    public long? ModelTokensPerDay { get; init; }

    /// <exception cref="FormatException">An unknown setting, or a value that does not fit; the message says which.</exception>
    public static LimitsOptions From(IConfiguration configuration)
    {
        try
        {
            var options = configuration.GetSection(Section).Get<LimitsOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new LimitsOptions();
            return options is { RequestsPerMinute: >= 1, ModelTokensPerDay: null or >= 1 }
                ? options
                : throw new FormatException($"{Section}:{nameof(RequestsPerMinute)} and {Section}:{nameof(ModelTokensPerDay)} must be 1 or more.");
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException($"The section {Section} of the configuration has a setting that does not exist or does not fit: {e.Message}", e);
        }
    }
}
