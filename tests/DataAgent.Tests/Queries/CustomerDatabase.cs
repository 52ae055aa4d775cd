using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Queries;

/// <summary>A customer's database whose role may do more than read, as the admins of its projects accepted: so the layers before it are tried.</summary>
public sealed class CustomerDatabase(PostgresServer server) : IAsyncLifetime
{
    public const string Password = "reader";
    private static readonly string[] Accepted =
        ["cannot_write", "cannot_read_hidden_tables", "no_view_on_hidden_tables", "no_parent_of_hidden_tables", "cannot_read_other_schemas"];

    private ProjectPools? _pools;

    /// <summary>A superuser's, for looking at the server from outside.</summary>
    public string AdminConnectionString { get; private set; } = "";

    public string RoleName { get; private set; } = "";
    public string ConnectionString => new NpgsqlConnectionStringBuilder(AdminConnectionString) { Username = RoleName, Password = Password }.ConnectionString;
    public TestPlatform Platform { get; private set; } = null!;
    public ProjectPools Pools => _pools ??= CreatePools(new QueryOptions());

    public ProjectPools CreatePools(QueryOptions options, TimeProvider? clock = null) =>
        new(Platform.Vault, new HostGuard(options), options, clock ?? TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        Platform = await TestPlatform.CreateAsync(server, CancellationToken.None);
        AdminConnectionString = await server.CreateDatabaseAsync(CancellationToken.None);
        RoleName = $"reader_{Guid.CreateVersion7():n}";
        await ExecuteAsync($"""
            create role {RoleName} login password '{Password}';
            create schema shop;
            grant usage on schema shop to {RoleName};
            create table shop.customer (id int primary key, name text not null, city text);
            insert into shop.customer select g, 'Customer ' || g, (array['Rome', 'Oslo', null])[1 + g % 3] from generate_series(1, 20) g;
            create table shop.salary (employee text, amount numeric);
            insert into shop.salary values ('Ann', 1000);
            create table shop.counter (n int not null);
            insert into shop.counter values (0);
            grant select, insert, update, delete on all tables in schema shop to {RoleName};
            create function shop.count_up() returns int language sql volatile as 'update shop.counter set n = n + 1 returning n';
            """);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(AdminConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(AdminConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Statements of the role that run right now.</summary>
    public Task<long> CountRunningAsync(string fragment) =>
        ScalarAsync<long>($"select count(*) from pg_stat_activity where usename = '{RoleName}' and state = 'active' and query like '%{fragment}%'");

    public Task<Member> AddMemberAsync(Role role, Action<Project>? configure = null) =>
        Platform.AddMemberAsync(role, ConnectionString, "shop", CancellationToken.None, project =>
        {
            configure?.Invoke(project);
            // Else the door would stop, and nothing would be proved of what stands before this role.
            project.RoleAccepted ??= new(
                DateTimeOffset.UtcNow, Guid.CreateVersion7(), "An admin", RoleChecked.LoginOf(project, RoleName), [.. Accepted.Select(name => new RoleFinding(name, ""))]);
        });

    public async ValueTask DisposeAsync()
    {
        if (_pools is not null)
            await _pools.DisposeAsync();
        await Platform.DisposeAsync();
    }
}
