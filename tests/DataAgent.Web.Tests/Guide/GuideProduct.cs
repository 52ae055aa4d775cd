using System.Globalization;
using System.Net;
using DataAgent.Cli;
using DataAgent.Data;
using DataAgent.Demo;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;
using DataAgent.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DataAgent.Web.Tests.Guide;

/// <summary>
/// The product as a reader of the guide has it: a running host with the demo shop, and a command line on the same platform. Their commands are
/// answered in this process, for starting a program for each of more than a hundred would take minutes.
/// </summary>
public sealed class GuideProduct(PostgresServer server) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataagent-guide-").FullName;
    private PlatformStart? _platform;
    private WebApplication? _app;
    private ServiceProvider? _cli;
    private HttpListener? _commands;
    private Task _answering = Task.CompletedTask;

    /// <summary>What a page's commands find in their environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; private set; } = new Dictionary<string, string>();

    public async ValueTask InitializeAsync()
    {
        var database = await server.CreateDatabaseAsync(CancellationToken.None);
        _platform = await PlatformStart.StartAsync(new PlatformHome(_folder, database), NullLogger.Instance, CancellationToken.None);
        _app = WebHost.Create(["--urls=http://127.0.0.1:0"], _platform);
        await _app.StartAsync();
        var administrator = await _app.Services.GetRequiredService<UserDirectory>().EnsureLocalAdministratorAsync(CancellationToken.None);
        var demo = _app.Services.GetRequiredService<DemoProject>();
        await demo.EnsureAsync(server.AdminConnectionString, administrator, "offline", CancellationToken.None);
        await AddSalesAsync(administrator);
        _cli = CliHost.Compose(_platform.ConnectionString, _platform.KeyRing, TextWriter.Null);
        Listen();
        Environment = Describe(_app.Urls.Single().TrimEnd('/'), new NpgsqlConnectionStringBuilder(server.AdminConnectionString));
    }

    public async ValueTask DisposeAsync()
    {
        _commands?.Close();
        await _answering;
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        if (_app is not null)
        {
            await _app.StopAsync(now.Token);
            await _app.DisposeAsync();
        }

        if (_cli is not null)
            await _cli.DisposeAsync();
        if (_platform is not null)
            await _platform.DisposeAsync();
        await server.DropDatabaseAsync(DemoDatabase.Name);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A project as many begin with: it signs in as the owner of its database, who can do anything.</summary>
    private async Task AddSalesAsync(User administrator)
    {
        var owner = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync(CancellationToken.None));
        var settings = new ProjectSettings
        {
            Name = "Sales",
            Slug = "sales",
            DbHost = owner.Host!,
            DbPort = owner.Port,
            DbName = owner.Database!,
            DbUser = owner.Username,
            DbPassword = owner.Password ?? "",
        };
        var catalog = _app!.Services.GetRequiredService<ProjectCatalog>();
        Assert.IsType<ProjectOutcome.Saved>(await catalog.AddAsync(administrator, settings, QueryDoor.CommandLine, CancellationToken.None));
    }

    private Dictionary<string, string> Describe(string url, NpgsqlConnectionStringBuilder database) => new()
    {
        ["DATAAGENT_URL"] = url,
        // Nobody is asked with it.
        ["MODEL_KEY"] = "sk-not-a-real-one",
        ["PGHOST"] = database.Host!,
        ["PGPORT"] = database.Port.ToString(CultureInfo.InvariantCulture),
        ["PGUSER"] = database.Username!,
        ["PGPASSWORD"] = database.Password ?? "",
        ["PGDATABASE"] = "postgres",
        // Of commands that run as programs of their own.
        ["DATAAGENT_DATA"] = _folder,
        ["ConnectionStrings__Platform"] = _platform!.ConnectionString,
        ["GUIDE_COMMANDS"] = _commands!.Prefixes.Single(),
        ["GUIDE_PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "DataAgent.Cli.dll"),
    };

    private void Listen()
    {
        for (var port = 42_000; _commands is null; port++)
        {
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                _commands = listener;
            }
            catch (HttpListenerException)
            {
                // Taken by another program.
                listener.Close();
            }
        }

        _answering = AnswerAllAsync(_commands);
    }

    private async Task AnswerAllAsync(HttpListener listener)
    {
        try
        {
            while (true)
                await AnswerAsync(await listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The product is gone.
        }
    }

    /// <summary>Runs a command: the request names a folder with its arguments and its input, and finds its output there.</summary>
    private async Task AnswerAsync(HttpListenerContext context)
    {
        var folder = context.Request.QueryString["in"]!;
        try
        {
            await RunAsync(folder);
        }
        catch (Exception e) when (e is not HttpListenerException)
        {
            context.Response.StatusCode = 500;
            await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(e.ToString()));
        }

        context.Response.Close();
    }

    private async Task RunAsync(string folder)
    {
        var args = (await File.ReadAllTextAsync(Path.Combine(folder, "args"))).Split('\0')[..^1];
        using var input = new StreamReader(Path.Combine(folder, "in"));
        await using var output = new StreamWriter(Path.Combine(folder, "out")) { NewLine = "\n" };
        await using var error = new StreamWriter(Path.Combine(folder, "err")) { NewLine = "\n" };
        CliStart start = (_, _) => Task.FromResult(new CliHost(_cli!));
        var code = await CommandLine.RunAsync(args, new CliStreams(input, output, error), start, CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(folder, "code"), code.ToString(CultureInfo.InvariantCulture));
    }
}

[CollectionDefinition(Name)]
public sealed class GuideCollection : ICollectionFixture<GuideProduct>
{
    public const string Name = "The guide";
}
