using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DataAgent.Tests.Data;

public sealed class PlatformStartTests(PostgresServer server) : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"dataagent-start-{Guid.NewGuid():n}");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_nothing_set_it_brings_its_own_server_keys_and_tables()
    {
        string sealedText;
        await using (var first = await StartAsync(new PlatformHome(_folder)))
        {
            sealedText = new CredentialVault(first.KeyRing).Seal("secret", "here");
            Assert.True(first.IsEmbedded);
            Assert.NotNull(first.AdminConnectionString);
            Assert.Equal("dataagent", new NpgsqlConnectionStringBuilder(first.ConnectionString).Database);
        }

        await using var second = await StartAsync(new PlatformHome(_folder));

        Assert.Equal("secret", new CredentialVault(second.KeyRing).Open(sealedText, "here"));
        await using var source = NpgsqlDataSource.Create(second.ConnectionString);
        await using var command = source.CreateCommand("select count(*) from user_account");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Cancelled));
        await using var rights = source.CreateCommand("create role stranger; select has_database_privilege('stranger', 'dataagent', 'connect')");
        Assert.False((bool)(await rights.ExecuteScalarAsync(Cancelled))!, "A role of another database may enter ours.");
    }

    [Fact]
    public async Task A_given_database_is_migrated_and_no_server_is_started()
    {
        var given = await server.CreateDatabaseAsync(Cancelled);

        await using var platform = await StartAsync(new PlatformHome(_folder, given));

        Assert.False(platform.IsEmbedded);
        Assert.Null(platform.AdminConnectionString);
        Assert.Equal(given, platform.ConnectionString);
        Assert.False(Directory.Exists(Path.Combine(_folder, "postgres")));
    }

    [Theory]
    [InlineData("nonsense", "is not a connection string")]
    [InlineData("postgres://u:p@db/x", "is not a connection string")]
    [InlineData("Host=db;Colour=red", "is not a connection string")]
    [InlineData("Host=db;Port=many", "is not a connection string")]
    [InlineData("Database=x", "names no host")]
    [InlineData("Host=no-such-host.invalid;Username=u;Database=x", "There is no host named 'no-such-host.invalid'")]
    public async Task A_connection_string_that_leads_nowhere_is_explained(string connectionString, string expected)
    {
        var refusal = await RefusalAsync(connectionString);

        Assert.Contains(expected, refusal);
        Assert.Contains("ConnectionStrings__Platform", refusal);
    }

    [Fact]
    public async Task A_port_where_nobody_answers_is_named()
    {
        var port = UnusedPort.Find();

        var refusal = await RefusalAsync($"Host=127.0.0.1;Port={port};Username=u;Password=p;Database=x");

        Assert.Equal($"No PostgreSQL answers at 127.0.0.1:{port}. Start it, or mend Host and Port in ConnectionStrings__Platform.", refusal);
    }

    [Fact]
    public async Task A_wrong_password_is_named_and_not_shown()
    {
        var login = new NpgsqlConnectionStringBuilder(server.AdminConnectionString) { Password = "wrong-password" };

        var refusal = await RefusalAsync(login.ConnectionString);

        Assert.Contains($"does not let '{login.Username}' in", refusal);
        Assert.DoesNotContain("wrong-password", refusal);
    }

    [Fact]
    public async Task A_missing_database_is_named_with_the_command_that_makes_it()
    {
        var login = new NpgsqlConnectionStringBuilder(server.AdminConnectionString) { Database = "nowhere" };

        Assert.Contains("createdb -O platform nowhere", await RefusalAsync(login.ConnectionString));
    }

    [Fact]
    public async Task A_login_that_may_not_make_tables_is_told_so()
    {
        var login = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync(Cancelled));
        await using (var source = NpgsqlDataSource.Create(login.ConnectionString))
        await using (var command = source.CreateCommand("create role weak login password 'weak'; revoke create on schema public from public"))
            await command.ExecuteNonQueryAsync(Cancelled);
        (login.Username, login.Password) = ("weak", "weak");

        var refusal = await RefusalAsync(login.ConnectionString);

        Assert.Contains("'weak' may not make tables", refusal);
    }

    [Fact]
    public async Task A_server_that_ends_its_sessions_during_the_start_is_waited_for()
    {
        var database = await server.CreateDatabaseAsync(Cancelled);
        await using var source = NpgsqlDataSource.Create(database);
        await using var holder = await source.OpenConnectionAsync(Cancelled);
        await ExecuteAsync(holder, $"select pg_advisory_lock({0x44_41_54_41})");

        var starting = StartAsync(new PlatformHome(_folder, database));
        await using var end = source.CreateCommand("select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())");
        while (await end.ExecuteScalarAsync(Cancelled) is 0L)
            Assert.False(starting.IsCompleted);
        await ExecuteAsync(holder, "select pg_advisory_unlock_all()");

        await using var platform = await starting;
        Assert.False(platform.IsEmbedded);
    }

    [Fact]
    public async Task Keys_that_are_no_keys_stop_the_start()
    {
        var refusal = await Assert.ThrowsAsync<PlatformStartException>(() => StartAsync(new PlatformHome(_folder, CredentialKeys: "k1:short")));

        Assert.Equal("DATAAGENT_CREDENTIAL_KEYS holds no credential keys. Credential key 'k1' is not 32 bytes in base64.", refusal.Message);
    }

    [Fact]
    public void Processes_that_start_at_once_agree_on_the_keys()
    {
        var home = new PlatformHome(_folder);

        var ids = Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(8)
            .Select(_ => new CredentialVault(home.ReadKeyRing()).Seal("x", "c")).ToList();

        var vault = new CredentialVault(home.ReadKeyRing());
        Assert.All(ids, text => Assert.Equal("x", vault.Open(text, "c")));
        Assert.Equal(["credential-keys"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Settings_that_are_empty_count_as_not_given()
    {
        var settings = new Dictionary<string, string> { ["DATAAGENT_DATA"] = _folder, ["ConnectionStrings:Platform"] = " " };

        Assert.Equal(new PlatformHome(_folder), PlatformHome.From(settings.GetValueOrDefault));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private static Task<PlatformStart> StartAsync(PlatformHome home) => PlatformStart.StartAsync(home, NullLogger.Instance, Cancelled);

    private async Task<string> RefusalAsync(string connectionString) =>
        (await Assert.ThrowsAsync<PlatformStartException>(() => StartAsync(new PlatformHome(_folder, connectionString)))).Message;
}
