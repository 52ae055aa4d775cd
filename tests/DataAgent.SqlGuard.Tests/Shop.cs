using DataAgent.Testing;
using Npgsql;

namespace DataAgent.SqlGuard.Tests;

/// <summary>A small database with something of every kind, and the policy of a project that reads its schema <c>shop</c>.</summary>
/// <remarks>Hidden from the project: the tables <c>salaries</c>, <c>payments_secret</c> and <c>visits_2025</c>, and the schema <c>vault</c>.</remarks>
public sealed class Shop(PostgresServer server) : IAsyncLifetime
{
    private const string CatalogSql = """
        with recursive down as (
            select inhparent as parent, inhrelid as child from pg_inherits union select d.parent, i.inhrelid from down d join pg_inherits i on i.inhparent = d.child)
        select c.relname, array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum),
            array(select k.relnamespace::regnamespace || ' ' || k.relname || ' ' || k.relispartition from down d join pg_class k on k.oid = d.child where d.parent = c.oid),
            c.relkind = 'p'
        from pg_class c where c.relnamespace = 'shop'::regnamespace and c.relkind in ('r', 'v', 'm', 'f', 'p')
        """;

    public NpgsqlDataSource Source { get; private set; } = null!;
    public int ServerVersion { get; private set; }

    /// <summary>Judges by schema and lists alone.</summary>
    public static GuardPolicy OpenWorld { get; } = new("shop") { ExcludedTables = new HashSet<string> { "salaries", "payments_secret", "visits_2025" } };

    /// <summary>Knows the tables, their columns, and the functions and types of the schema.</summary>
    public GuardPolicy ClosedWorld { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Source = NpgsqlDataSource.Create(await server.CreateDatabaseAsync(TestContext.Current.CancellationToken));
        await using (var version = Source.CreateCommand("select current_setting('server_version_num')::int"))
            ServerVersion = (int)(await version.ExecuteScalarAsync())!;
        var script = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Cases", "shop.sql"));
        if (ServerVersion < 140000)
            script = script.Replace("int4multirange", "int4range").Replace("'{[1,3],[7,9]}'", "'[1,3]'");
        await using (var create = Source.CreateCommand(script))
            await create.ExecuteNonQueryAsync();

        var relations = new List<CatalogRelation>();
        await using (var command = Source.CreateCommand(CatalogSql))
        await using (var rows = await command.ExecuteReaderAsync())
            while (await rows.ReadAsync())
                relations.Add(new CatalogRelation(rows.GetString(0), rows.GetFieldValue<string[]>(1))
                {
                    Children = [.. rows.GetFieldValue<string[]>(2).Select(child => child.Split(' ')).Select(c => new CatalogChild(c[0], c[1], c[2] == "true"))],
                    IsPartitioned = rows.GetBoolean(3),
                });

        ClosedWorld = OpenWorld with
        {
            Catalog = new CatalogSnapshot(relations)
            {
                ShadowingFunctions = new HashSet<string> { "leak", "total_of", "lower" },
                ShadowingOperators = new HashSet<string> { "<->" },
                Types = new HashSet<string> { "mood", "email_text", "address" },
            },
        };
    }

    public async ValueTask DisposeAsync() => await Source.DisposeAsync();
}
