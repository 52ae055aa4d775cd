using System.Net;
using System.Net.Http.Json;
using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;
using DataAgent.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAgent.Web.Tests.Credentials;

[Collection(ApiCollection.Name)]
public sealed class RotationTests(WebApp app, PostgresServer server) : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"dataagent-keys-{Guid.NewGuid():n}");
    private PlatformStart _platform = null!;
    private WebApplication _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await StartAsync(await server.CreateDatabaseAsync(Token));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_running_host_goes_on_through_a_rotation_by_another_process()
    {
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(_host.Urls.Single()) };
        var administrator = await _host.Services.GetRequiredService<UserDirectory>().EnsureLocalAdministratorAsync(Token);
        var link = await _host.Services.GetRequiredService<SignInLinks>().CreateAsync(administrator.Id, TimeSpan.FromHours(1), Token);
        await client.GetAsync($"/sign-in?token={link}", Token);
        using var added = await client.PostAsJsonAsync("/api/v1/projects", app.ShopSettings("sales"), Token);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client));
        var snapshots = await CountSnapshotsAsync();

        await using (var other = Beside())
        {
            var rotation = other.GetRequiredService<KeyRotation>();
            Assert.Empty(Assert.IsType<RotationOutcome.Done>(await rotation.RotateAsync(administrator, QueryDoor.CommandLine, Token)).Unopened);
            Assert.Equal(["k1"], Assert.IsType<RotationOutcome.Pruned>(await rotation.PruneAsync(administrator, QueryDoor.CommandLine, Token)).KeyIds);
        }

        Assert.Equal(HttpStatusCode.OK, await AskAsync(client));
        Assert.Equal(snapshots, await CountSnapshotsAsync());
        var project = await SealedAsync();
        Assert.StartsWith("v1.k2.", project.SealedDbPassword, StringComparison.Ordinal);

        // A restart reads the cookie keys anew.
        var database = _platform.ConnectionString;
        var url = _host.Urls.Single();
        await StopAsync();
        await StartAsync(database, url);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client));
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/projects/sales/query", new { sql = "select count(*) from orders" }, Token);
        return answer.StatusCode;
    }

    private async Task<int> CountSnapshotsAsync()
    {
        await using var db = await _host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(Token);
        return await db.DictionarySnapshots.CountAsync(Token);
    }

    private async Task<Project> SealedAsync()
    {
        await using var db = await _host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(Token);
        return await db.Projects.SingleAsync(Token);
    }

    /// <summary>Another process on the same folder and database.</summary>
    private ServiceProvider Beside() => new ServiceCollection().AddLogging()
        .AddProduct(_platform.ConnectionString, CredentialKeyRing.Load(Path.Combine(_folder, "credential-keys")), new ConfigurationBuilder().Build())
        .BuildServiceProvider();

    private async Task StartAsync(string database, string url = "http://127.0.0.1:0")
    {
        _platform = await PlatformStart.StartAsync(new PlatformHome(_folder, database), NullLogger.Instance, Token);
        _host = WebHost.Create([$"--urls={url}"], _platform);
        await _host.StartAsync(Token);
    }

    private async Task StopAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        await _platform.DisposeAsync();
    }
}
