using Npgsql;

namespace DataAgent.SqlGuard.Tests;

/// <summary>A schema of tables and views with names of every kind, a hidden table, and a second schema with tables of the same names.</summary>
internal sealed class RandomSchema
{
    private const string Hidden = "payroll";

    // None that pg_catalog has too: such a name means the catalog, and PostgreSQL records no dependency on that.
    private static readonly string[] Names =
    [
        "orders", "Orders", "order", "select", "user", "a b", "größe", "quo\"te", "drop table x; --", "x.y", "information_schema",
        "t", "tables", "日本", new('n', 63), "true", "Mixed Case", "lateral", "with", "values", "json_table", "1st",
    ];

    private static readonly string[] Types = ["int", "text", "numeric", "timestamptz", "jsonb", "bool", "int[]", "date"];

    private readonly Random _random;

    public RandomSchema(int seed)
    {
        _random = new Random(seed);
        Name = $"{Pick("s", "My Schema", "select", "größe")} {seed}";
        Tables = [.. Names.OrderBy(_ => _random.Next()).Take(6)];
        Policy = new GuardPolicy(Name)
        {
            ExcludedTables = new HashSet<string> { Hidden },
            Catalog = new CatalogSnapshot([.. Tables.Append(Hidden).Append("seen").Select(t => new CatalogRelation(t, ["id", "a", "b"]))]),
        };
    }

    public string Name { get; }
    public IReadOnlyList<string> Tables { get; }
    public GuardPolicy Policy { get; }

    /// <summary>As statements may name tables; a few of them are not the project's.</summary>
    public IReadOnlyList<string> References =>
    [
        .. Tables.Append("seen").SelectMany(t => new[] { Quote(t), $"{Quote(Name)}.{Quote(t)}", $"only {Quote(t)}" }),
        Hidden, $"{Quote($"{Name} other")}.{Quote(Tables[1])}",
    ];

    /// <param name="relation">As <c>schema.name</c>, unquoted.</param>
    public bool Owns(string relation) => Tables.Append("seen").Any(t => relation == $"{Name}.{t}");

    public async Task CreateAsync(NpgsqlConnection connection)
    {
        var other = Quote($"{Name} other");
        var tables = Tables.Append(Hidden).Select(t =>
            $"create table {Quote(t)} (id int, a {Pick(Types)}, b {Pick(Types)}); create table {other}.{Quote(t)} (id int, a int, b int);");
        await using var command = new NpgsqlCommand($"""
            create schema {Quote(Name)}; create schema {other}; set search_path to {Quote(Name)};
            {string.Join("\n", tables)}
            create view seen as select id, 1 as a, 2 as b from {Quote(Tables[0])};
            """, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
