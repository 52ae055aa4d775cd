using Microsoft.Extensions.Configuration;

namespace DataAgent.Audit;

/// <summary>How long the trail is kept. Section <c>Audit</c>.</summary>
public sealed record AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Days after which entries go, one or more; null: they stay for good.</summary>
    public int? RetentionDays { get; init; }

    /// <exception cref="FormatException">An unknown setting, or a value that does not fit; the message says which.</exception>
    public static AuditOptions From(IConfiguration configuration)
    {
        try
        {
            var options = configuration.GetSection(Section).Get<AuditOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new AuditOptions();
            return options.RetentionDays is null or (>= 1 and <= 36_500)
                ? options
                : throw new FormatException($"{Section}:{nameof(RetentionDays)} must be between 1 and 36500, or not be set.");
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException($"The section {Section} of the configuration has a setting that does not exist or does not fit: {e.Message}", e);
        }
    }
}
