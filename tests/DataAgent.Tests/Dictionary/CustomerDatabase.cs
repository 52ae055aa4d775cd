using DataAgent.Dictionary;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Dictionary;

/// <summary>A customer's database made by a script, and a role that may only read what the script grants to <c>{reader}</c>.</summary>
internal sealed class CustomerDatabase
{
    private CustomerDatabase(string owner, string reader) => (OwnerConnectionString, ReaderConnectionString) = (owner, reader);

    public string OwnerConnectionString { get; }
    public string ReaderConnectionString { get; }

    public static async Task<CustomerDatabase> CreateAsync(PostgresServer server, string script)
    {
        var owner = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var reader = $"reader_{Guid.CreateVersion7():n}";
        var database = new CustomerDatabase(owner, new NpgsqlConnectionStringBuilder(owner) { Username = reader, Password = "reader", Pooling = false }.ConnectionString);
        await database.RunAsync($"create role {reader} login password 'reader';\n{script.Replace("{reader}", reader, StringComparison.Ordinal)}");
        return database;
    }

    public async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(OwnerConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public Task<DataDictionary> ReadAsync(string schema) => ReadAsync(new SchemaScope(schema, [], []));

    /// <summary>As the product reads it: the read-only role, over a pool that loads no types.</summary>
    public async Task<DataDictionary> ReadAsync(SchemaScope scope)
    {
        var builder = new NpgsqlDataSourceBuilder(ReaderConnectionString).ConfigureTypeLoading(t => t.EnableTypeLoading(false));
        await using var source = builder.Build();
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        return await new SchemaReader(TimeProvider.System).ReadAsync(connection, scope, TestContext.Current.CancellationToken);
    }
}
