using DataAgent.Dictionary;
using DataAgent.Exports;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.SqlGuard;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Projects;

/// <summary>A customer's database, a platform, and logins of every kind for the projects on it.</summary>
internal sealed class RoleShop(TestPlatform platform, string admin, string suffix) : IAsyncDisposable
{
    private readonly Guard _guard = new();

    public TestPlatform Platform => platform;

    /// <summary>A superuser's.</summary>
    public string Superuser => admin;

    /// <summary>Made by the role setup.</summary>
    public string Reader => Login("reader");

    /// <summary>Owns the schema and its tables.</summary>
    public string Owner => Login("owner");

    public string ReaderName => $"reader_{suffix}";

    public static async Task<RoleShop> CreateAsync(PostgresServer server, CancellationToken cancellationToken)
    {
        var shop = new RoleShop(
            await TestPlatform.CreateAsync(server, cancellationToken), await server.CreateDatabaseAsync(cancellationToken), $"{Guid.NewGuid():n}");
        await shop.RunAsync($"""
            create role owner_{shop.Suffix} login password 'pw';
            create schema shop authorization owner_{shop.Suffix};
            set role owner_{shop.Suffix};
            create table shop.customer (id int primary key, city text);
            insert into shop.customer select n, 'Town ' || n % 3 from generate_series(1, 30) n;
            create table shop.pins (pin text);
            """);
        Assert.IsType<RoleSetupOutcome.Done>(await RoleSetup.RunAsync(shop.Superuser, new(shop.ReaderName, "pw", "shop", [], []), dryRun: false, cancellationToken));
        return shop;
    }

    private string Suffix => suffix;

    public string LoginOf(string kind) => kind switch { "superuser" => Superuser, "owner" => Owner, _ => Reader };

    public Task<Member> AddAsync(Role role, string login, Action<Project>? configure = null) =>
        platform.AddMemberAsync(role, login, "shop", TestContext.Current.CancellationToken, configure);

    /// <summary>The same person as the next request would find them.</summary>
    public async Task<Member> AgainAsync(Member member) =>
        (await new ProjectAccess(platform).FindMemberAsync(member.UserId, member.Project.Slug, TestContext.Current.CancellationToken))!;

    /// <summary>One process of the product.</summary>
    public RoleHost Start(QueryOptions? options = null, TimeProvider? clock = null) => new(platform, _guard, options ?? new(), clock ?? TimeProvider.System);

    public async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _guard.Dispose();
        await platform.DisposeAsync();
    }

    private string Login(string kind) => new NpgsqlConnectionStringBuilder(admin) { Username = $"{kind}_{suffix}", Password = "pw" }.ConnectionString;
}

/// <summary>What of one process has to do with roles, whole.</summary>
internal sealed class RoleHost : IAsyncDisposable
{
    private readonly ProjectPools _pools;
    private readonly QueryRunner _runner;
    private readonly QueryExporter _exporter;
    private int _opened;

    public RoleHost(TestPlatform platform, Guard guard, QueryOptions options, TimeProvider clock)
    {
        _pools = new ProjectPools(platform.Vault, new HostGuard(options), options, clock);
        Checks = new RoleChecks(platform, OpenAsync, platform.Vault, options, clock);
        Acceptance = new RoleAcceptance(platform, Checks, clock);
        Doctor = new ConnectionDoctor(_pools.OpenAsync, platform.Vault, Checks, clock);
        Catalog = new ProjectCatalog(platform, platform.Vault, Checks, clock);
        Dictionaries = new DictionaryStore(platform, _pools.OpenAsync, Checks, clock);
        var trail = new QueryTrail(platform.Source, TimeProvider.System);
        _runner = new QueryRunner(guard, Dictionaries, Checks, _pools, trail, options, clock);
        _exporter = new QueryExporter(guard, Dictionaries, Checks, _pools, trail, options, platform, new ResultStore(platform), clock);
    }

    public RoleChecks Checks { get; }
    public RoleAcceptance Acceptance { get; }
    public ConnectionDoctor Doctor { get; }
    public ProjectCatalog Catalog { get; }
    public DictionaryStore Dictionaries { get; }

    /// <summary>Connections opened to check a role.</summary>
    public int Opened => _opened;

    public Task<QueryOutcome> AskAsync(Member member, string sql = "select count(*) from customer") =>
        _runner.RunAsync(member, new QueryRequest(sql, QueryDoor.Chat), TestContext.Current.CancellationToken);

    public async Task<(ExportOutcome Outcome, long Bytes)> ExportAsync(Member member)
    {
        using var file = new MemoryStream();
        var request = new ExportRequest("select * from customer", new(ExportFormat.Csv), QueryDoor.Http);
        var outcome = await _exporter.ExportAsync(member, request, _ => System.IO.Pipelines.PipeWriter.Create(file), TestContext.Current.CancellationToken);
        return (outcome, file.Length);
    }

    public Task<AcceptanceOutcome> AcceptAsync(Member member) => Acceptance.AcceptAsync(
        member, [.. Checks.Find(member.Project).Findings.Select(f => f.Name)], QueryDoor.Page, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _pools.DisposeAsync();

    private Task<NpgsqlConnection> OpenAsync(Project project, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _opened);
        return _pools.OpenAsync(project, cancellationToken);
    }
}
