using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataAgent.Web.Audit;
using DataAgent.Web.Conversations;
using DataAgent.Web.Projects;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.SignalR;

namespace DataAgent.Web.Shell;

internal static class Pages
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            // A tab that lost its connection comes back with its state for this long; each kept one costs about half a megabyte.
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            options.DisconnectedCircuitMaxRetained = 200;
        })
            // A long SQL text comes as one message; the default would end the page's connection over it.
            .AddHubOptions(options =>
            {
                options.MaximumReceiveMessageSize = 512 * 1024;
                options.AddFilter(new CallerAddresses.OfPages());
            });
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(options =>
        {
            // As the command line writes it.
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        });
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.AddHostedService<RunHosting>();
        services.AddHostedService<AuditHosting>();
        services.AddSingleton<PageHandover>();
        services.AddScoped<ConversationNews>();
        services.AddScoped<ProjectNews>();
        services.AddScoped<MemberWatch>();
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "application/json", "application/problem+json"];
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        return services;
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>()
            // Our own header says it more strictly, for every answer.
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization();
    }
}
