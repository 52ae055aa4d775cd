using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Queries.RoleAlone;

/// <summary>The corpus' shop on a server of its own, and a project that reads it as a role of the product's own setup, without a guard.</summary>
/// <remarks>A server of its own: other tests would change roles and other things that all databases of a server share.</remarks>
public sealed class GuardlessShop : IAsyncLifetime
{
    /// <summary>In places that nobody but their owner may read.</summary>
    public const string Secret = "s3cret-7f1c9a";

    /// <summary>The same for a column of numbers.</summary>
    public const string SecretNumber = "918273645546372819";

    /// <summary>In places that PostgreSQL shows to every login: comments, bodies of functions, settings of roles.</summary>
    public const string OpenToAll = "0pen-4b2e8d";

    public static IReadOnlyList<string> HiddenTables { get; } = ["salaries"];

    private readonly PostgresServer _server = new();
    private readonly ReadOnlyRole _role = new("corpus_reader", "reader-password", "shop", [], HiddenTables);
    private NpgsqlConnection? _witness;
    private NpgsqlDataSource _admin = null!;

    public ProjectPools Pools { get; private set; } = null!;
    public Project Project { get; private set; } = null!;
    public TestPlatform Platform { get; private set; } = null!;

    /// <summary>What the password of another role looks like in pg_authid.</summary>
    private string Verifier { get; set; } = "";

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        var admin = await _server.CreateDatabaseAsync(CancellationToken.None);
        _admin = NpgsqlDataSource.Create(admin);
        await ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Cases", "shop.sql")));
        await ExecuteAsync(Plant);
        Assert.IsType<RoleSetupOutcome.Done>(await RoleSetup.RunAsync(admin, _role, dryRun: false, CancellationToken.None));
        Verifier = await ScalarAsync("select rolpassword from pg_authid where rolname = 'vault_keeper'");

        // A colleague's query that runs while the others are tried.
        _witness = await _admin.OpenConnectionAsync();
        await using (var idle = new NpgsqlCommand($"select '{Secret}'", _witness))
            await idle.ExecuteNonQueryAsync();

        Platform = await TestPlatform.CreateAsync(_server, CancellationToken.None);
        var login = new NpgsqlConnectionStringBuilder(admin) { Username = _role.Name, Password = _role.Password };
        Project = (await Platform.AddMemberAsync(Role.Viewer, login.ConnectionString, "shop", CancellationToken.None)).Project;
        var options = new QueryOptions();
        Pools = new ProjectPools(Platform.Vault, new HostGuard(options), options, TimeProvider.System);
    }

    public async Task<string> ScalarAsync(string sql)
    {
        await using var command = _admin.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public bool IsSecretIn(string text) =>
        new[] { Secret, SecretNumber, Verifier }.Any(secret => text.Contains(secret, StringComparison.Ordinal));

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private const string Plant = $"""
        reset search_path;
        insert into shop.salaries values (2, {SecretNumber}), (3, {SecretNumber});
        insert into vault.secrets values (1, '{Secret}'), (2, '{Secret}');
        create table vault.aliases (t tsquery, s tsquery);
        insert into vault.aliases values ('a', '''{Secret}''');
        create function vault.reveal() returns text language sql as $$ select secret from vault.secrets where secret <> '{OpenToAll}' limit 1 $$;
        create role vault_keeper password '{Secret}';
        alter role vault_keeper set application_name = '{OpenToAll}';
        comment on role vault_keeper is '{OpenToAll}';
        comment on table vault.secrets is '{OpenToAll}';
        comment on database postgres is '{OpenToAll}';
        create foreign data wrapper nowhere;
        create server elsewhere foreign data wrapper nowhere;
        create user mapping for vault_keeper server elsewhere options (password '{Secret}');
        create subscription follower connection 'host=nowhere password={Secret}' publication p with (connect = false, slot_name = none);
        create statistics shop.pay (mcv) on employee_id, amount from shop.salaries;
        select lo_from_bytea(1, '{Secret}');
        analyze;
        """;

    public async ValueTask DisposeAsync()
    {
        if (_witness is not null)
            await _witness.DisposeAsync();
        await Pools.DisposeAsync();
        await Platform.DisposeAsync();
        await _admin.DisposeAsync();
        await _server.DisposeAsync();
    }
}
