using System.Net;
using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Testing;
using DataAgent.Users;
using DataAgent.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DataAgent.Web.Tests;

/// <summary>The real host on a free port, over a platform database and a small shop of its own. Models are scripted.</summary>
public sealed class WebApp(PostgresServer server) : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"dataagent-web-{Guid.NewGuid():n}");
    private const string Password = "reader";
    private readonly string _keys = CredentialKeyRing.Generate();
    private string _platformDatabase = "";
    private string _shop = "";
    private string _reader = "";
    private PlatformStart? _platform;
    private WebApplication? _app;

    public string Url { get; private set; } = "";
    public ModelDouble Model { get; private set; } = null!;

    /// <summary>What a second process on the same platform would be started with.</summary>
    public string[] Settings => [$"--ConnectionStrings:Platform={_platformDatabase}", $"--DATAAGENT_CREDENTIAL_KEYS={_keys}", $"--DATAAGENT_DATA={_folder}"];

    public IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        Model = await ModelDouble.StartAsync();
        _platformDatabase = await server.CreateDatabaseAsync(CancellationToken.None);
        _shop = await server.CreateDatabaseAsync(CancellationToken.None);
        await using (var connection = new NpgsqlConnection(_shop))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(ShopSql, connection);
            await command.ExecuteNonQueryAsync();
        }

        _reader = await AddReaderAsync();
        await StartAsync("http://127.0.0.1:0");
    }

    /// <summary>Stops the host and starts another on the same address and database.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync(Url);
    }

    /// <summary>A second process on the same platform, on an address of its own.</summary>
    public Task<Beside> StartBesideAsync(params string[] args) => StartBesideAsync(_ => { }, args);

    /// <summary>The same, with services of the test's own.</summary>
    public async Task<Beside> StartBesideAsync(Action<IServiceCollection> configure, params string[] args)
    {
        var platform = await PlatformStart.StartAsync(new PlatformHome(_folder, _platformDatabase, _keys), NullLogger.Instance, CancellationToken.None);
        var beside = WebHost.Create(["--urls=http://127.0.0.1:0", .. args], platform, configure);
        await beside.StartAsync();
        return new Beside(beside, platform);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Model.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A new person in a new project, with the path of a link that signs them in.</summary>
    public async Task<Visitor> AddVisitorAsync(Role role, string provider, CancellationToken cancellationToken, Action<Project>? configure = null)
    {
        var login = new NpgsqlConnectionStringBuilder(_shop);
        var now = DateTimeOffset.UtcNow;
        var user = new User { Id = Guid.CreateVersion7(), Email = Unique.Email(), DisplayName = "Ada Lovelace", CreatedAt = now };
        var project = new Project
        {
            Id = Guid.CreateVersion7(),
            Name = "Corner shop",
            Slug = Unique.Name("shop-"),
            DbHost = login.Host!,
            DbPort = login.Port,
            DbName = login.Database!,
            DbSchema = "shop",
            DbTls = "disable",
            SealedDbUser = "",
            SealedDbPassword = "",
            LlmProvider = provider,
            CreatedAt = now,
            UpdatedAt = now,
        };
        Services.GetRequiredService<CredentialVault>().SetDbLogin(project, _reader, Password);
        configure?.Invoke(project);
        await using (var db = await Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(cancellationToken))
        {
            db.Users.Add(user);
            db.Projects.Add(project);
            db.Memberships.Add(new Membership { ProjectId = project.Id, UserId = user.Id, Role = role, CreatedAt = now });
            await db.SaveChangesAsync(cancellationToken);
        }

        return new Visitor(user.Id, project.Slug, await AddLinkAsync(user.Id, cancellationToken));
    }

    /// <summary>One more person: in the project of another, or in none.</summary>
    public async Task<Visitor> AddPersonAsync(CancellationToken cancellationToken, Visitor? of = null, Role role = Role.Viewer, bool isAdministrator = false)
    {
        var now = DateTimeOffset.UtcNow;
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            Email = Unique.Email(),
            DisplayName = "Grace Hopper",
            IsPlatformAdministrator = isAdministrator,
            CreatedAt = now,
        };
        await using (var db = await OpenPlatformAsync(cancellationToken))
        {
            db.Users.Add(user);
            if (of is not null)
            {
                var project = await db.Projects.SingleAsync(p => p.Slug == of.Slug, cancellationToken);
                db.Memberships.Add(new Membership { ProjectId = project.Id, UserId = user.Id, Role = role, CreatedAt = now });
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        return new Visitor(user.Id, of?.Slug ?? "", await AddLinkAsync(user.Id, cancellationToken));
    }

    public Task<PlatformDbContext> OpenPlatformAsync(CancellationToken cancellationToken) =>
        Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(cancellationToken);

    /// <summary>Settings of a new project over the shop, as HTTP takes them.</summary>
    public Dictionary<string, object?> ShopSettings(string slug)
    {
        var login = new NpgsqlConnectionStringBuilder(_shop);
        return new()
        {
            ["name"] = "New shop",
            ["slug"] = slug,
            ["db_host"] = login.Host,
            ["db_port"] = login.Port,
            ["db_name"] = login.Database,
            ["db_schema"] = "shop",
            ["db_tls"] = "disable",
            ["db_user"] = _reader,
            ["db_password"] = Password,
        };
    }

    /// <summary>Another link of the same person: one signs in once.</summary>
    public Task<string> AddLinkAsync(Visitor visitor, CancellationToken cancellationToken) => AddLinkAsync(visitor.UserId, cancellationToken);

    private async Task<string> AddLinkAsync(Guid userId, CancellationToken cancellationToken) =>
        $"{Url}/sign-in?token={await Services.GetRequiredService<SignInLinks>().CreateAsync(userId, TimeSpan.FromHours(1), cancellationToken)}";

    /// <summary>One more role that can only read the shop.</summary>
    public async Task<string> AddReaderAsync()
    {
        // Each test has a project of its own, with connections of its own.
        var role = new ReadOnlyRole(Unique.Name("reader_"), Password, "shop", [], []) { ConnectionLimit = 1000 };
        Assert.IsType<RoleSetupOutcome.Done>(await RoleSetup.RunAsync(_shop, role, dryRun: false, CancellationToken.None));
        return role.Name;
    }

    /// <summary>For a project that signs in as this role.</summary>
    public Action<Project> As(string role) => project => Services.GetRequiredService<CredentialVault>().SetDbLogin(project, role, Password);

    /// <summary>For a project that signs in as the shop's owner, who is a superuser.</summary>
    public void AsOwner(Project project)
    {
        var login = new NpgsqlConnectionStringBuilder(_shop);
        Services.GetRequiredService<CredentialVault>().SetDbLogin(project, login.Username!, login.Password ?? "");
    }

    /// <summary>A change of the shop that all projects ask; the test takes it back.</summary>
    public async Task ChangeShopAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_shop);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Does something in a transaction that is taken back when the value is disposed of, which may be done twice.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string sql, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(_shop);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"begin; {sql}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }

    /// <summary>Asks the shop's server until it says true.</summary>
    public async Task UntilAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_shop);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        for (var started = TimeProvider.System.GetTimestamp(); await command.ExecuteScalarAsync(cancellationToken) is not true; await Task.Delay(Look, cancellationToken))
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1), $"It did not come about in a minute: {sql}");
    }

    /// <summary>Between two looks at whether something has come about: a loop without a pause takes the processor from what it waits for.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public HttpClient Anonymous(bool follow = true) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = follow, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(Url) };

    public async Task<HttpClient> SignInAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        var client = Anonymous();
        using var response = await client.GetAsync(visitor.Link, cancellationToken);
        response.EnsureSuccessStatusCode();
        return client;
    }

    private async Task StartAsync(string url)
    {
        _platform = await PlatformStart.StartAsync(new PlatformHome(_folder, _platformDatabase, _keys), NullLogger.Instance, CancellationToken.None);
        _app = WebHost.Create([$"--urls={url}", $"--Agent:Anthropic:BaseUrl={Model.BaseUrl}", "--Agent:Anthropic:ApiKey=scripted"], _platform);
        await _app.StartAsync();
        Url = _app.Urls.Single().TrimEnd('/');
    }

    private async Task StopAsync()
    {
        // Open pages hold their connections; a test does not wait for them.
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        if (_app is not null)
        {
            await _app.StopAsync(now.Token);
            await _app.DisposeAsync();
        }

        if (_platform is not null)
            await _platform.DisposeAsync();
    }

    private const string ShopSql = """
        create schema shop;
        create type shop.order_status as enum ('paid', 'shipped', 'returned');
        create table shop.customers (customer_id int primary key, name text not null, city text);
        create table shop.orders (order_id int primary key, customer_id int not null references shop.customers, ordered_at timestamptz not null,
          status shop.order_status not null, total_amount numeric(24, 10) not null, note text);
        comment on table shop.orders is 'One purchase each.';
        insert into shop.customers select n, 'Customer ' || n, case when n % 7 = 0 then null else 'City ' || n % 5 end from generate_series(1, 40) n;
        insert into shop.orders select n, n % 40 + 1, timestamptz '2025-01-01' + n * interval '9 hours',
          (array['paid', 'shipped', 'returned']::shop.order_status[])[n % 3 + 1], n * 1234.5678901234, case when n % 2 = 0 then repeat('long note ', 12) end
          from generate_series(1, 900) n;
        analyze;
        """;
}

public sealed class Beside(WebApplication app, PlatformStart platform) : IAsyncDisposable
{
    private bool _isOver;

    public string Url { get; } = app.Urls.Single().TrimEnd('/');

    public CancellationToken Stopping => app.Lifetime.ApplicationStopping;

    public async ValueTask DisposeAsync()
    {
        if (_isOver)
            return;
        _isOver = true;
        await app.StopAsync();
        await app.DisposeAsync();
        await platform.DisposeAsync();
    }
}

/// <param name="Link">Signs the person in.</param>
public sealed record Visitor(Guid UserId, string Slug, string Link);

/// <summary>Tests in a browser, one after the other: a machine has few processors, and each window takes most of one.</summary>
[CollectionDefinition(Name)]
public sealed class WebCollection : ICollectionFixture<WebApp>
{
    public const string Name = "The real host, in a browser";
}

/// <summary>All others, beside them and with a host of their own.</summary>
[CollectionDefinition(Name)]
public sealed class ApiCollection : ICollectionFixture<WebApp>
{
    public const string Name = "The real host, for programs";
}
