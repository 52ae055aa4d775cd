using System.Reflection;
using DataAgent.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DataAgent.Web.Shell;

/// <summary>Sends spans and metrics to a collector, when OpenTelemetry's own settings name one.</summary>
internal static class TelemetryExport
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL", Headers = "OTEL_EXPORTER_OTLP_HEADERS", ServiceName = "OTEL_SERVICE_NAME";

    /// <exception cref="FormatException">The address is none.</exception>
    public static void AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[Endpoint] is not { Length: > 0 } endpoint)
            return;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new FormatException($"{Endpoint} must be an address such as http://localhost:4317.");

        var version = typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(configuration[ServiceName] ?? "data-agent", serviceVersion: version))
            .WithTracing(tracing => tracing.AddSource(Spans.Source).AddAspNetCoreInstrumentation().AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter(Spans.Source).AddAspNetCoreInstrumentation().AddOtlpExporter());
    }
}
