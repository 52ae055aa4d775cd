using DataAgent.Projects.Roles;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Projects;

/// <summary>A customer's database with names that need quoting, and a role of its own, which the server keeps until it ends.</summary>
internal sealed class CustomerDatabase(string admin) : IAsyncDisposable
{
    public string Admin { get; } = admin;
    public string RoleName { get; } = $"reader \"ü'\\ {Guid.CreateVersion7():n}";
    public string Password { get; } = @"it's a ""secret"" \ $1";

    public static async Task<CustomerDatabase> CreateAsync(PostgresServer server, CancellationToken cancellationToken)
    {
        var database = new CustomerDatabase(await server.CreateDatabaseAsync(cancellationToken));
        await database.RunAsync("""
            create schema "Sales EU's";
            set search_path = "Sales EU's";
            create table "Order's" (id int generated always as identity primary key, total numeric);
            create table secrets (id serial primary key, pin text);
            create table salaries (id int, amount int) partition by range (id);
            create table salaries_1 partition of salaries for values from (0) to (100);
            create view totals as select sum(total) from "Order's";
            create schema other;
            create table other.things (id int);
            """, cancellationToken);
        return database;
    }

    public ReadOnlyRole Role(string[]? allowed = null, string[]? excluded = null) => new(RoleName, Password, "Sales EU's", allowed ?? [], excluded ?? []);

    public async Task<string?> TryAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsRoleAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
            return null;
        }
        catch (PostgresException e)
        {
            return e.SqlState;
        }
    }

    public async Task<NpgsqlConnection> OpenAsRoleAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Admin) { Username = RoleName, Password = Password, Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Admin);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        var name = PgQuote.Name(RoleName);
        await RunAsync($"do $$ begin if exists (select from pg_roles where rolname = {PgQuote.Text(RoleName)}) then drop owned by {name}; drop role {name}; end if; end $$", CancellationToken.None);
    }
}
