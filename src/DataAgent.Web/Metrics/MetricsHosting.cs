using System.Security.Cryptography;
using System.Text;
using DataAgent.Telemetry;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace DataAgent.Web.Metrics;

internal static class MetricsHosting
{
    private const string Path = "/metrics", Type = "text/plain; version=0.0.4; charset=utf-8", Scheme = "Bearer ";

    public static IServiceCollection AddMetricsListener(this IServiceCollection services) => services
        .AddScoped<CircuitHandler, CircuitCount>()
        .AddSingleton<MetricsListener>();

    /// <summary><c>/metrics</c>, for whoever sends the token that the operator has set. Without one the address does not exist.</summary>
    /// <remarks>Before error pages and sign-in: a program that watches is nobody of ours, and its token is not one of theirs.</remarks>
    public static void UseMetrics(this WebApplication app)
    {
        if (app.Services.GetRequiredService<MetricsOptions>().Token is not { Length: > 0 } token)
            return;
        var listener = app.Services.GetRequiredService<MetricsListener>();
        app.UseWhen(context => context.Request.Path == Path, branch => branch.Run(async context =>
        {
            if (!IsGood(context.Request.Headers.Authorization.ToString(), token))
            {
                (context.Response.StatusCode, context.Response.Headers.WWWAuthenticate) = (StatusCodes.Status401Unauthorized, "Bearer");
                return;
            }

            context.Response.ContentType = Type;
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsync(listener.Write(), context.RequestAborted);
        }));
    }

    private static bool IsGood(string header, string token) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && CryptographicOperations.FixedTimeEquals(Hash(header[Scheme.Length..].Trim()), Hash(token));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>One open page.</summary>
    private sealed class CircuitCount : CircuitHandler, IDisposable
    {
        private IDisposable? _counted;

        public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            _counted ??= Meters.PageOpened();
            return Task.CompletedTask;
        }

        public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            Dispose();
            return Task.CompletedTask;
        }

        public void Dispose() => _counted?.Dispose();
    }
}
