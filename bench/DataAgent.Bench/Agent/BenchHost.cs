using System.Net;
using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Testing;
using DataAgent.Users;
using DataAgent.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DataAgent.Bench.Agent;

/// <summary>The whole product over HTTP, in this process, with one person in one project. Its model is in another process.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"dataagent-bench-{Guid.NewGuid():n}");
    private readonly PostgresServer _server = new();
    private PlatformStart _platform = null!;
    private WebApplication _app = null!;

    public OutsideProcess Outside { get; private set; } = null!;
    public Member Member { get; private set; } = null!;
    public string Cookie { get; private set; } = "";
    public string Url => _app.Urls.Single().TrimEnd('/');

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<BenchHost> StartAsync()
    {
        var host = new BenchHost();
        await host._server.InitializeAsync();
        var database = await host._server.CreateDatabaseAsync(CancellationToken.None);
        host.Outside = await OutsideProcess.StartAsync();
        host._platform = await PlatformStart.StartAsync(
            new PlatformHome(host._folder, database, CredentialKeyRing.Generate()), NullLogger.Instance, CancellationToken.None);
        host._app = WebHost.Create(
            [
                "--urls=http://127.0.0.1:0", $"--Agent:Anthropic:BaseUrl={host.Outside.ModelUrl}", "--Agent:Anthropic:ApiKey=bench",
                // One person asks for all of them.
                "--Limits:RequestsPerMinute=1000000",
                "--Logging:LogLevel:Default=Warning",
            ],
            host._platform);
        await host._app.StartAsync();
        await host.AddMemberAsync();
        await host.SignInAsync();
        return host;
    }

    public Load Load(string kind, string question, int readers, double seconds = 0) =>
        new(kind, Url, Cookie, Member.Project.Slug, question, readers, seconds);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _platform.DisposeAsync();
        await Outside.DisposeAsync();
        await _server.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private async Task AddMemberAsync()
    {
        var shop = new NpgsqlConnectionStringBuilder(await BuildShopAsync());
        var now = DateTimeOffset.UtcNow;
        var user = new User { Id = Guid.CreateVersion7(), Email = "bench@example.test", DisplayName = "Bench", CreatedAt = now };
        var project = new Project
        {
            Id = Guid.CreateVersion7(),
            Name = "Bench",
            Slug = "bench",
            DbHost = shop.Host!,
            DbPort = shop.Port,
            DbName = shop.Database!,
            DbSchema = "public",
            DbTls = "disable",
            SealedDbUser = "",
            SealedDbPassword = "",
            LlmProvider = "anthropic",
            MaxRowsPerQuery = 500,
            CreatedAt = now,
            UpdatedAt = now,
        };
        Get<CredentialVault>().SetDbLogin(project, shop.Username!, shop.Password ?? "");
        await using (var db = await Get<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(CancellationToken.None))
        {
            db.Users.Add(user);
            db.Projects.Add(project);
            db.Memberships.Add(new Membership { ProjectId = project.Id, UserId = user.Id, Role = Role.Analyst, CreatedAt = now });
            await db.SaveChangesAsync(CancellationToken.None);
        }

        Member = (await Get<ProjectAccess>().FindMemberAsync(user.Id, project.Slug, CancellationToken.None))!;
    }

    private async Task SignInAsync()
    {
        var token = await Get<SignInLinks>().CreateAsync(Member.UserId, TimeSpan.FromHours(1), CancellationToken.None);
        var cookies = new CookieContainer();
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies });
        using var response = await client.GetAsync($"{Url}/sign-in?token={token}");
        Cookie = cookies.GetCookieHeader(new Uri(Url));
    }

    /// <summary>Thirty tables, so that the dictionary in the prompt has a usual size.</summary>
    private async Task<string> BuildShopAsync()
    {
        var shop = await _server.CreateDatabaseAsync(CancellationToken.None);
        await using var connection = new NpgsqlConnection(shop);
        await connection.OpenAsync();
        var others = string.Concat(Enumerable.Range(1, 29).Select(i =>
            $"create table part_{i} (id int primary key, wide_id int, name text, amount numeric, made_at timestamptz, note text);\n"));
        await using var command = new NpgsqlCommand($"""
            create table wide as select g as id, md5(g::text) a, g * 1.5 b, now() + g * interval '1 minute' c, g % 7 d,
                md5((g + 1)::text) e, g / 3.0 f, g % 2 = 0 g, current_date + g h, 'text ' || g i from generate_series(1, 100000) g;
            alter table wide add primary key (id);
            {others}
            analyze;
            """, connection);
        await command.ExecuteNonQueryAsync();
        return await _server.AddReaderAsync(shop, "public", CancellationToken.None);
    }
}
