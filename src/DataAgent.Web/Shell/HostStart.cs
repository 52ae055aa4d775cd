using System.Net.Sockets;
using DataAgent.Agent;
using DataAgent.Configuration;
using DataAgent.Data;
using DataAgent.Demo;
using DataAgent.Users;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Connections;

namespace DataAgent.Web.Shell;

/// <summary>From the command line to a server that answers: our database first, then the port, then the demo, then one link on standard output.</summary>
internal static class HostStart
{
    /// <returns>The exit code: 1 when it could not start, with one sentence on <paramref name="errors"/> that says what to do.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        if (ServeArguments.AskForHelp(args))
        {
            await output.WriteLineAsync(ServeArguments.Help);
            return 0;
        }

        if (SettingArguments.Problem(args) is { } problem)
        {
            await errors.WriteLineAsync(problem);
            return 1;
        }

        try
        {
            var settings = SettingSources.Read(args);
            using var logs = LoggerFactory.Create(logging => logging.AddConfiguration(settings.GetSection("Logging")).AddConsole().AddQuietConsole());
            await using var platform = await PlatformStart.StartAsync(
                PlatformHome.From(name => settings[name]), logs.CreateLogger<PlatformStart>(), CancellationToken.None);
            if (platform.Notice is { } notice)
                await errors.WriteLineAsync(notice);

            await using var app = WebHost.Create(args, platform);
            await ListenAsync(app);
            await WelcomeAsync(app, platform, output, app.Lifetime.ApplicationStopping);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (PlatformStartException e)
        {
            await errors.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            // Stopped while it was still starting.
            return 0;
        }
    }

    private static async Task ListenAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            var taken = new Uri(FirstUrl(app));
            throw new PlatformStartException(
                $"Port {taken.Port} is taken. Stop the other program or start with --urls {taken.Scheme}://{taken.Host}:{taken.Port + 1}.", e);
        }
        catch (SocketException e)
        {
            throw new PlatformStartException($"The address {FirstUrl(app)} cannot be opened on this machine. Choose another with --urls {WebHost.DefaultUrl}.", e);
        }
    }

    /// <summary>With the built-in server: a person, a project to try, and the link. With a database of your own, both are the operator's business.</summary>
    private static async Task WelcomeAsync(WebApplication app, PlatformStart platform, TextWriter output, CancellationToken cancellationToken)
    {
        if (platform.AdminConnectionString is not { } admin)
        {
            await output.WriteLineAsync($"Data Agent listens on {FirstUrl(app)}");
            return;
        }

        var administrator = await app.Services.GetRequiredService<UserDirectory>().EnsureLocalAdministratorAsync(cancellationToken);
        await app.Services.GetRequiredService<DemoProject>().EnsureAsync(admin, administrator, DemoProject.DefaultProvider(app.Services.GetRequiredService<AgentOptions>()), cancellationToken);
        var token = await app.Services.GetRequiredService<SignInLinks>().CreateAsync(administrator.Id, SignInLinks.Lifetime, cancellationToken);
        await output.WriteLineAsync($"""

            Data Agent is ready.

            Open  {FirstUrl(app)}/sign-in?token={token}

            The link signs you in as the local administrator and is valid for {SignInLinks.Lifetime.TotalHours:0} hours. Stop with Ctrl+C.

            """);
    }

    private static string FirstUrl(WebApplication app) =>
        PublicAddress.Local(app.Urls.FirstOrDefault() ?? app.Configuration["urls"]?.Split(';')[0] ?? WebHost.DefaultUrl);
}
