using System.Collections.Concurrent;
using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Demo;
using DataAgent.Testing;
using DataAgent.Users;
using DataAgent.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DataAgent.Web.Tests.Shell;

/// <summary>Several hosts that find nothing and start at the same time, as a deployment of several does on its first day.</summary>
public sealed class ReplicaStartTests : IAsyncLifetime
{
    // A server of its own: the login of a demo project is one for all databases of a server, and other tests have a demo, too.
    private readonly PostgresServer _server = new();

    private const int Count = 4;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"dataagent-replicas-{Guid.NewGuid():n}");
    private readonly ErrorLog _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A demo database that is small: how the real one is made by two at once is a test of its own.</summary>
    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await using (var admin = NpgsqlDataSource.Create(_server.AdminConnectionString))
        await using (var create = admin.CreateCommand("create database demo template template0"))
            await create.ExecuteNonQueryAsync(Token);
        await using var demo = NpgsqlDataSource.Create(DemoDatabase.On(_server.AdminConnectionString, DemoDatabase.Name));
        await using var fill = demo.CreateCommand(
            "revoke create on schema public from public; create schema shop; create table shop.orders (id int); create table shop.customer_contact (id int)");
        await fill.ExecuteNonQueryAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Four_that_start_at_once_on_an_empty_database_make_everything_once_and_log_no_error()
    {
        var (database, keys) = (await _server.CreateDatabaseAsync(Token), CredentialKeyRing.Generate());

        var hosts = await Task.WhenAll(Enumerable.Range(0, Count).Select(n => Task.Run(() => StartAsync(database, keys, n), Token)));
        try
        {
            using var client = new HttpClient();
            foreach (var (app, _) in hosts)
                Assert.Equal("ready", await client.GetStringAsync($"{app.Urls.Single()}/readyz", Token));
            await using var db = await hosts[0].App.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(Token);
            Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync(Token));
            Assert.Equal(UserDirectory.LocalAdministrator, (await db.Users.SingleAsync(Token)).Email);
            Assert.Equal(DemoProject.Slug, (await db.Projects.SingleAsync(Token)).Slug);
            Assert.Single(await db.Memberships.ToListAsync(Token));
            Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == "user.add", Token));
            Assert.Empty(_log.Lines);
        }
        finally
        {
            foreach (var (app, platform) in hosts)
            {
                await app.StopAsync(Token);
                await app.DisposeAsync();
                await platform.DisposeAsync();
            }
        }
    }

    /// <summary>What the start of the web server does, with the demo on a server that is not its own.</summary>
    private async Task<(WebApplication App, PlatformStart Platform)> StartAsync(string database, string keys, int number)
    {
        var home = new PlatformHome(Path.Combine(_folder, $"{number}"), database, keys);
        var platform = await PlatformStart.StartAsync(home, NullLogger.Instance, Token);
        var app = WebHost.Create(["--urls=http://127.0.0.1:0"], platform, services => services.AddSingleton<ILoggerProvider>(_log));
        await app.StartAsync(Token);
        var administrator = await app.Services.GetRequiredService<UserDirectory>().EnsureLocalAdministratorAsync(Token);
        await app.Services.GetRequiredService<DemoProject>().EnsureAsync(_server.AdminConnectionString, administrator, "offline", Token);
        return (app, platform);
    }

    /// <summary>What all of them log that an operator would be woken for.</summary>
    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyList<string> Lines => [.. _lines];

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error)
                _lines.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Dispose() { }
    }
}
