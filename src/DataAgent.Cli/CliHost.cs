using DataAgent.Agent;
using DataAgent.Configuration;
using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Demo;
using DataAgent.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataAgent.Cli;

/// <summary>The platform without a web server, for as long as one command runs. The one place that puts the features together here.</summary>
/// <param name="owned">What ends with the command, in this order.</param>
internal sealed class CliHost(IServiceProvider services, params IAsyncDisposable[] owned) : IAsyncDisposable
{
    public IServiceProvider Services => services;

    public static async Task<CliHost> StartAsync(TextWriter error, CancellationToken cancellationToken)
    {
        using var logs = LoggerFactory.Create(logging => Configure(logging, error));
        var settings = SettingSources.Read();
        var platform = await PlatformStart.StartAsync(PlatformHome.From(name => settings[name]), logs.CreateLogger<PlatformStart>(), cancellationToken);
        ServiceProvider? services = null;
        try
        {
            services = new ServiceCollection().AddProduct(platform, settings).AddHosting(error).BuildServiceProvider();
            await services.EnsureDemoAsync(platform, cancellationToken);
            return new CliHost(services, services, platform);
        }
        catch
        {
            if (services is not null)
                await services.DisposeAsync();
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same over a database that is ready.</summary>
    public static ServiceProvider Compose(string connectionString, CredentialKeyRing keys, TextWriter error) =>
        new ServiceCollection().AddProduct(connectionString, keys, SettingSources.Read()).AddHosting(error).BuildServiceProvider();

    public async ValueTask DisposeAsync()
    {
        foreach (var one in owned)
            await one.DisposeAsync();
    }

    internal static void Configure(ILoggingBuilder logging, TextWriter error) => logging
        .AddProvider(new ErrorStreamLogger(error)).SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning).AddFilter("Npgsql", LogLevel.Warning).AddFilter(typeof(PlatformStart).FullName, LogLevel.Warning)
        .AddFilter("DataAgent.Agent", LogLevel.Warning);
}

file static class HostingServices
{
    public static IServiceCollection AddHosting(this IServiceCollection services, TextWriter error) => services
        .AddLogging(logging => CliHost.Configure(logging, error));

    /// <summary>With the built-in server the first command finds a person to act as and something to ask, as the first page does.</summary>
    public static async Task EnsureDemoAsync(this IServiceProvider services, PlatformStart platform, CancellationToken cancellationToken)
    {
        if (platform.AdminConnectionString is not { } admin)
            return;
        var administrator = await services.GetRequiredService<UserDirectory>().EnsureLocalAdministratorAsync(cancellationToken);
        await services.GetRequiredService<DemoProject>().EnsureAsync(admin, administrator, DemoProject.DefaultProvider(services.GetRequiredService<AgentOptions>()), cancellationToken);
    }
}
