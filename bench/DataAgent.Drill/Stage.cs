using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Embedded;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Tokens;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DataAgent.Drill;

/// <summary>What replicas need: the platform's database on a server that keeps its promises, a shop's on one that nobody restarts.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Slug = "drill";

    private readonly PostgresServer _shopServer = new();
    private readonly string _keys = CredentialKeyRing.Generate();
    private EmbeddedPostgres _server = null!;
    private string _database = "";

    private Stage(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Of the one person who asks.</summary>
    public string Token { get; private set; } = "";

    public NpgsqlDataSource Source { get; private set; } = null!;

    public static async Task<Stage> BuildAsync(string folder, CancellationToken cancellationToken)
    {
        var stage = new Stage(folder);
        try
        {
            await stage.StartAsync(cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a replica is started with. Its connections have its name, so that the database can tell whose a run is.</summary>
    public IEnumerable<string> SettingsOf(string name, string modelUrl, TimeSpan lease) =>
    [
        $"--ConnectionStrings:Platform={_database};Application Name={name}", $"--DATAAGENT_CREDENTIAL_KEYS={_keys}",
        $"--DATAAGENT_DATA={Path.Combine(Folder, name)}", $"--Agent:Anthropic:BaseUrl={modelUrl}", "--Agent:Anthropic:ApiKey=drill",
        $"--Agent:Lease={lease}", $"--Agent:LeaseRenewal={lease / 3}", "--Limits:RequestsPerMinute=1000000",
        "--Logging:LogLevel:Default=Warning",
    ];

    /// <param name="mode">Of <c>pg_ctl</c>: <c>fast</c> ends sessions first, <c>immediate</c> is a crash.</param>
    public async Task RestartDatabaseAsync(string mode, CancellationToken cancellationToken)
    {
        var account = await ServerAccount.ChooseAsync(_server.DataFolder, cancellationToken);
        string[] arguments = ["restart", "-w", "-D", _server.DataFolder, "-m", mode, "-l", Path.Combine(_server.DataFolder, "server.log")];
        var place = await ServerFolder.OpenAsync(Folder, cancellationToken);
        var programs = await ServerPrograms.FindAsync(place, PostgresServer.BinDir, cancellationToken);
        var (exitCode, output) = await Tool.RunAsync(programs.PgCtl, arguments, account.Name, cancellationToken);
        if (exitCode != 0)
            throw new InvalidOperationException($"The database did not restart: {output}");
    }

    public async ValueTask DisposeAsync()
    {
        if (Source is not null)
            await Source.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
            // Root's own temporary folder is closed to the server's account, which then has its data elsewhere.
            if (Directory.Exists(_server.Folder))
                Directory.Delete(_server.Folder, recursive: true);
        }

        await _shopServer.DisposeAsync();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await _shopServer.InitializeAsync();
        var options = new EmbeddedPostgresOptions { Root = Folder, BinDir = PostgresServer.BinDir };
        _server = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, cancellationToken);
        _database = await _server.EnsureDatabaseAsync("dataagent", cancellationToken);
        Source = NpgsqlDataSource.Create($"{_database};Application Name=drill");
        var home = new PlatformHome(Path.Combine(Folder, "drill"), _database, _keys);
        await using var platform = await PlatformStart.StartAsync(home, NullLogger.Instance, cancellationToken);
        await using var services = new ServiceCollection().AddLogging()
            .AddProduct(platform, new ConfigurationBuilder().Build()).BuildServiceProvider();
        await AddMemberAsync(services, cancellationToken);
    }

    private async Task AddMemberAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var shop = new NpgsqlConnectionStringBuilder(await BuildShopAsync(cancellationToken));
        var now = DateTimeOffset.UtcNow;
        var user = new User { Id = Guid.CreateVersion7(), Email = "drill@example.test", DisplayName = "Drill", CreatedAt = now };
        var project = new Project
        {
            Id = Guid.CreateVersion7(),
            Name = "Drill",
            Slug = Slug,
            DbHost = shop.Host!,
            DbPort = shop.Port,
            DbName = shop.Database!,
            DbSchema = "public",
            DbTls = "disable",
            SealedDbUser = "",
            SealedDbPassword = "",
            LlmProvider = "anthropic",
            CreatedAt = now,
            UpdatedAt = now,
        };
        services.GetRequiredService<CredentialVault>().SetDbLogin(project, shop.Username!, shop.Password ?? "");
        var database = services.GetRequiredService<IDbContextFactory<PlatformDbContext>>();
        await using (var db = await database.CreateDbContextAsync(cancellationToken))
        {
            db.Users.Add(user);
            db.Projects.Add(project);
            db.Memberships.Add(new Membership { ProjectId = project.Id, UserId = user.Id, Role = Role.Analyst, CreatedAt = now });
            await db.SaveChangesAsync(cancellationToken);
        }

        var draft = new TokenDraft("drill", ["read", "ask"]);
        var made = await services.GetRequiredService<ApiTokens>().AddAsync(user.Id, draft, QueryDoor.CommandLine, cancellationToken);
        Token = ((TokenOutcome.Made)made).Secret;
    }

    /// <summary>Large enough that a query takes long enough to be killed in.</summary>
    private async Task<string> BuildShopAsync(CancellationToken cancellationToken)
    {
        var shop = await _shopServer.CreateDatabaseAsync(cancellationToken);
        await using var source = NpgsqlDataSource.Create($"{shop};Pooling=false");
        await using var fill = source.CreateCommand("""
            create table sale as select n as id, 'region ' || n % 7 as region, n * 0.01 as amount from generate_series(1, 400000) n;
            alter table sale add primary key (id);
            analyze sale
            """);
        await fill.ExecuteNonQueryAsync(cancellationToken);
        return await _shopServer.AddReaderAsync(shop, "public", cancellationToken);
    }
}
