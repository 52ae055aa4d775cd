using DataAgent.Configuration;
using DataAgent.Data;
using DataAgent.Web.Account;
using DataAgent.Web.Admin;
using DataAgent.Web.Audit;
using DataAgent.Web.Conversations;
using DataAgent.Web.Dictionary;
using DataAgent.Web.Feedback;
using DataAgent.Web.Metrics;
using DataAgent.Web.Operations;
using DataAgent.Web.Projects;
using DataAgent.Web.Queries;
using DataAgent.Web.SavedQueries;
using DataAgent.Web.SignIn;
using DataAgent.Web.SqlEditor;
using DataAgent.Web.Usage;
using DataAgent.Web.Visualizations;
using Microsoft.Extensions.Configuration.Memory;

namespace DataAgent.Web.Shell;

/// <summary>Puts the web host together: every feature adds its services and maps its endpoints itself.</summary>
internal static class WebHost
{
    public const string DefaultUrl = "http://127.0.0.1:8080";

    public static WebApplication Create(string[] args, PlatformStart platform, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = "DataAgent.Web" });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        builder.Configuration.UseSettings(args);
        builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = options.ValidateScopes = true);
        builder.Logging.AddQuietConsole();
        builder.Services.AddProduct(platform, builder.Configuration);
        builder.Services.AddPages();
        builder.Services.AddSignIn(builder.Configuration);
        builder.Services.AddApiDescription();
        builder.Services.AddMetricsListener();
        builder.Services.AddTelemetryExport(builder.Configuration);
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseProxies();
        app.UseMetrics();
        app.UseWhen(context => !IsApi(context), pages => pages.UseExceptionHandler("/error", createScopeForErrors: true));
        app.UseWhen(IsApi, api => api.UseExceptionHandler());
        app.UseWhen(context => !IsApi(context), pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        // After the error pages, so that the page of an error is found like any other.
        app.UseRouting();
        app.UseCallerAddress();
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseSameOrigin();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseBearerTokens();
        app.UseRequestLimits();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseStaleForms();

        app.MapHealth();
        app.MapSignIn();
        app.MapAccount();
        app.MapProjects();
        app.MapArchive();
        var project = app.MapProject();
        project.MapSettings();
        project.MapArchiving();
        project.MapMembers();
        project.MapInvitations();
        project.MapRole();
        project.MapModel();
        project.MapPrompt();
        project.MapConversations();
        project.MapFeedback();
        project.MapQueries();
        project.MapExports();
        project.MapSavedQueries();
        project.MapSqlEditor();
        project.MapCharts();
        project.MapDictionary();
        project.MapUsage();
        project.MapAudit();
        app.MapPlatformAudit();
        app.MapAdmin();
        app.MapOperations();
        app.MapApiDescription();
        app.MapPages();
        return app;
    }

    /// <summary>The same sources as everywhere, in place of the framework's, and where it listens when nobody says so.</summary>
    private static void UseSettings(this ConfigurationManager configuration, string[] args)
    {
        configuration.Sources.Clear();
        configuration.AddSettings(args);
        // Else the framework takes files that were built, and not published, for edited ones, and packs them anew without making them smaller.
        List<KeyValuePair<string, string?>> own = [new("ReloadStaticAssetsAtRuntime", "false")];
        if (configuration["urls"] is null && configuration["http_ports"] is null)
            own.Add(new("urls", DefaultUrl));
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = own });
    }

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api");
}
