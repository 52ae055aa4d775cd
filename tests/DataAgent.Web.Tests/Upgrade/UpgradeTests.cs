using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Data;
using DataAgent.Projects.Roles;
using DataAgent.Testing;
using DataAgent.Web.Shell;
using DataAgent.Web.Tests.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DataAgent.Web.Tests.Upgrade;

/// <summary>Data that an earlier version left, opened by this one.</summary>
/// <remarks>
/// <c>before-invitations.sql</c> was made with pg_dump from the commit before invitations: two people, a project, two conversations answered by the
/// offline analyst, feedback, a saved query with a parameter, a token, and an audit log. Its secrets are of the test alone.
/// </remarks>
public sealed class UpgradeTests(PostgresServer server) : IAsyncLifetime
{
    private const string Keys = "k1:i5uTGf5AdezWRsLfDn0AA7ete50pdyVKhFnTVFV3ncM=";
    private const string ApiToken = "dat_J00pkwCT03bm0wVCZoYb3jQmom5FLcBwhzE4Fyvk9fo";
    private const string Conversations = "/api/v1/projects/corner/conversations";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"dataagent-upgrade-{Guid.NewGuid():n}");
    private string _database = "";
    private PlatformStart _platform = null!;
    private WebApplication _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync(Token);
        var dump = Path.Combine(AppContext.BaseDirectory, "Upgrade", "before-invitations.sql");
        Assert.Equal(0, await DatabaseTools.RunAsync(_database, ["psql", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1", $"--file={dump}"], Token));
        await BuildShopAsync();
        _platform = await PlatformStart.StartAsync(new PlatformHome(_folder, _database, Keys), NullLogger.Instance, Token);
        _app = WebHost.Create(["--urls=http://127.0.0.1:0"], _platform);
        await _app.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Token);
        await _app.DisposeAsync();
        await _platform.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_was_there_is_there_and_works()
    {
        using var visitor = Client();
        using var signedIn = await visitor.SignInAsync("ada@example.test", "umbrella lantern velvet 42", Token);
        using var program = Client();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ApiToken);

        var conversations = await program.GetFromJsonAsync<JsonElement>(Conversations, Token);
        var first = conversations.EnumerateArray().Single(c => c.GetProperty("id").GetString() == "01a21853-dafb-70fa-8a9b-fdda497a313c");
        var opened = await visitor.GetFromJsonAsync<JsonElement>($"{Conversations}/{first.GetProperty("id")}", Token);
        var queries = await program.GetFromJsonAsync<JsonElement>("/api/v1/projects/corner/saved-queries", Token);
        using var ran = await program.PostAsJsonAsync(
            $"/api/v1/projects/corner/saved-queries/{queries[0].GetProperty("id")}/run", new { parameters = new { region = "north" } }, Token);
        var audit = await visitor.GetFromJsonAsync<JsonElement>("/api/v1/projects/corner/audit", Token);
        using var asked = await program.PostAsJsonAsync($"{Conversations}/{first.GetProperty("id")}/messages", new { text = "How many orders are there?" }, Token);

        Assert.Equal("/p/corner", signedIn.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(2, conversations.GetArrayLength());
        Assert.Equal(["user", "assistant", "tool", "assistant"], Roles(opened.GetProperty("turns")[0]));
        Assert.Equal(2, opened.GetProperty("turns").GetArrayLength());
        await AssertResultAsync(visitor, opened);
        Assert.Equal(HttpStatusCode.OK, ran.StatusCode);
        Assert.Equal("40", (await ran.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("rows")[0][0].GetString());
        Assert.Contains("feedback.give", Actions(audit));
        Assert.Contains("project.set_up_role", Actions(audit));
        Assert.Contains("\"status\":\"done\"", await asked.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_log_is_still_only_added_to()
    {
        await using var source = NpgsqlDataSource.Create(_database);
        foreach (var change in new[] { "update audit_entry set outcome = 'ran'", "delete from audit_entry", "truncate audit_entry" })
        {
            await using var command = source.CreateCommand(change);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Token));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    /// <summary>The table of the answer, whose rows were kept packed.</summary>
    private static async Task AssertResultAsync(HttpClient client, JsonElement conversation)
    {
        var artifact = conversation.GetProperty("turns")[0].GetProperty("messages")[2].GetProperty("parts")[0].GetProperty("artifact");
        var table = await client.GetFromJsonAsync<JsonElement>($"/api/v1/projects/corner/results/{artifact.GetProperty("result_id")}", Token);
        Assert.Equal(3, table.GetProperty("rows").GetArrayLength());
    }

    private static IEnumerable<string?> Roles(JsonElement turn) => turn.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString());

    private static IEnumerable<string?> Actions(JsonElement audit) => audit.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("action").GetString());

    /// <summary>The customer's database is where it always was; to this test it comes with another port.</summary>
    private async Task BuildShopAsync()
    {
        var shop = await server.CreateDatabaseAsync(Token);
        await ExecuteAsync(shop, """
            create schema shop;
            create table shop.orders (id int primary key, region text not null, ordered_at date not null, amount numeric(10,2) not null);
            insert into shop.orders select n, (array['north', 'south', 'west'])[n % 3 + 1], date '2025-01-01' + n, n * 1.5 from generate_series(1, 120) n;
            analyze
            """);
        Assert.IsType<RoleSetupOutcome.Done>(
            await RoleSetup.RunAsync(shop, new ReadOnlyRole("upgrade_reader", "reader", "shop", [], []), dryRun: false, Token));
        var place = new NpgsqlConnectionStringBuilder(shop);
        await ExecuteAsync(_database, $"update project set db_port = {place.Port}, db_name = '{place.Database}'");
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private HttpClient Client() => new(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(_app.Urls.Single()) };
}
