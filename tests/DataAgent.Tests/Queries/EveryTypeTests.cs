using DataAgent.Projects;
using DataAgent.Queries;
using Npgsql;

namespace DataAgent.Tests.Queries;

/// <summary>Not a list of ours but what the server knows: every type it has comes out as text and has a name.</summary>
public sealed class EveryTypeTests(CustomerDatabase database, ITestOutputHelper output) : IClassFixture<CustomerDatabase>
{
    private const int ColumnsAtOnce = 100;

    private const string TypesSql = """
        select quote_ident(n.nspname) || '.' || quote_ident(t.typname)
        from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where t.typtype in ('b', 'e', 'd', 'r', 'm', 'c') and t.typisdefined and n.nspname !~ '^pg_toast'
            -- Rows of indexes and the like are no types of values.
            and (t.typrelid = 0 or (select c.relkind in ('r', 'v', 'm', 'p', 'f', 'c') from pg_class c where c.oid = t.typrelid))
        order by t.oid
        """;

    // What the type's own input function understands, from the most particular to the most common.
    private static readonly string[] Literals =
    [
        "1", "0", "t", "x", "{}", "{\"a\": 1}", "2026-01-02", "2026-01-02 03:04:05+00", "03:04:05", "03:04:05+00", "1 day", "101", "10.0.0.1", "10.0.0.0/8",
        "08:00:2b:01:02:03", "08:00:2b:01:02:03:04:05", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "(1,2)", "(1,2),(3,4)", "((1,2),(3,4))", "<(1,2),3>", "{1,2,3}",
        "empty", "{[1,2)}", "0/0", "1:1:", "1:2:3", "$.a", "<a/>", "simple", "pg_class", "pg_catalog", "1 2", "int4", "lower(text)", "now", "=", "YES", "+(int4,int4)", "\"C\"",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Null_of_every_type_is_read_and_named()
    {
        var types = await ListAsync();
        var member = await AddMemberAsync();

        List<ResultColumn> columns = [];
        foreach (var some in types.Chunk(ColumnsAtOnce))
        {
            var reading = await ReadAsync(member.Project, $"select {string.Join(", ", some.Select((t, i) => $"null::{t} as c{i}"))}");
            Assert.All(reading.Read.Rows.Single(), Assert.Null);
            columns.AddRange(reading.Columns);
        }

        Assert.Equal(types.Count, columns.Count);
        Assert.InRange(types.Count, 400, 5000);
        Assert.DoesNotContain(columns, column => column.Type is "" or "unknown" or "???" or "-");
    }

    [Fact]
    public async Task A_value_of_every_type_comes_as_the_server_writes_it()
    {
        var types = await ListAsync();
        var member = await AddMemberAsync();
        var values = await FindValuesAsync(types);

        foreach (var (type, literal, text) in values)
        {
            var reading = await ReadAsync(member.Project, $"select {literal}::{type} as v");
            Assert.Equal([text], reading.Read.Rows.Single());
            Assert.NotEqual("unknown", reading.Columns.Single().Type);
        }

        var without = string.Join(", ", types.Except(values.Select(v => v.Type)));
        output.WriteLine($"{values.Count} of {types.Count} types had a value; none was found for {without}");
        Assert.True(values.Count > types.Count * 9 / 10, $"No value was found for {without}");
    }

    [Fact]
    public async Task Values_that_programs_stumble_over_are_read_too()
    {
        string[] values =
        [
            "'infinity'::timestamptz", "'-infinity'::date", "'infinity'::timestamp", "'4713-01-01 BC'::timestamptz", "'294276-12-31 23:59:59.999999'::timestamp",
            "'5874897-12-31'::date", "repeat('9', 1000)::numeric", "'1e-16383'::numeric", "'NaN'::float4", "'24:00:00'::time", "'00:00:00+15:59'::timetz",
            "'[,]'::int4range", "'(,)'::tstzrange", "'{}'::int4multirange", "'[1:1][-2:-1]={{1,2}}'::int4[]", "array[]::text[]", "array[row(1, null, 'a\"b')]",
            "row()", "row(null)", "E'\\x01\\x1f'::text", "repeat('🦆', 100)", "''::bytea", "''::bit varying", "'{}'::jsonb", "'null'::jsonb", "''::tsvector", "''::xml",
            "null::pg_catalog.pg_class", "(select c from pg_catalog.pg_class c limit 1)", "(select s from pg_catalog.pg_stats s limit 1)",
            "(select proargdefaults from pg_catalog.pg_proc where proargdefaults is not null limit 1)",
        ];
        var member = await AddMemberAsync();

        foreach (var value in values)
        {
            var expected = await database.ScalarAsync<object>($"set timezone = 'UTC'; select concat({value})");
            var reading = await ReadAsync(member.Project, $"select {value} as v");
            if (!value.StartsWith("(select", StringComparison.Ordinal))
                Assert.Equal(expected, reading.Read.Rows.Single()[0] ?? "");
        }
    }

    /// <summary>A literal, quoted, and what the server makes of it, for each type that has one.</summary>
    private async Task<List<(string Type, string Literal, string Text)>> FindValuesAsync(IReadOnlyList<string> types)
    {
        await using var connection = new NpgsqlConnection(database.AdminConnectionString);
        await connection.OpenAsync(Token);
        await using var search = new NpgsqlCommand(SearchSql, connection);
        await search.ExecuteNonQueryAsync(Token);
        await using var command = new NpgsqlCommand(
            "select t, f.literal, f.value from unnest($1) t, lateral pg_temp.find_value(t, $2) f where f.literal is not null and f.value is not null", connection);
        command.Parameters.Add(new() { Value = types.ToArray() });
        command.Parameters.Add(new() { Value = Literals });
        await using var reader = await command.ExecuteReaderAsync(Token);
        List<(string, string, string)> values = [];
        while (await reader.ReadAsync(Token))
            values.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return values;
    }

    // concat writes a value as the type's own output function does; a cast to text may differ (true and t).
    private const string SearchSql = """
        set timezone = 'UTC'; set lc_monetary = 'C'; set search_path = pg_catalog, shop;
        create or replace function pg_temp.find_value(type text, literals text[], out literal text, out value text) language plpgsql as $$
        declare one text; members int;
        begin
            foreach one in array literals loop
                begin
                    literal := quote_literal(one);
                    execute format('select concat(%s::%s)', literal, type) into value;
                    return;
                exception when others then
                end;
            end loop;
            -- A row of a table, all of whose members are null.
            select c.relnatts into members from pg_class c join pg_type t on t.typrelid = c.oid where t.oid = type::regtype;
            literal := quote_literal('(' || repeat(',', members - 1) || ')');
            execute format('select concat(%s::%s)', literal, type) into value;
        exception when others then
            literal := null;
        end $$;
        """;

    // The tests share one database and run in any order: whichever comes first makes the types.
    private Task AddTypesAsync() => database.ExecuteAsync("""
        create schema if not exists types;
        do $$ begin
            if to_regtype('types.mood') is null then
                create type types.mood as enum ('t', 'sad');
                create type types.pair as (a int, b types.mood);
                create domain types.positive as int check (value > 0);
                create domain types.moods as types.mood[];
                create type types.floats as range (subtype = float8);
            end if;
        end $$;
        """);

    private async Task<List<string>> ListAsync()
    {
        await AddTypesAsync();
        await using var connection = new NpgsqlConnection(database.AdminConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(TypesSql, connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        List<string> types = [];
        while (await reader.ReadAsync(Token))
            types.Add(reader.GetString(0));
        return types;
    }

    private async Task<Member> AddMemberAsync()
    {
        await AddTypesAsync();
        await database.ExecuteAsync($"grant usage on schema types to {database.RoleName}");
        return await database.AddMemberAsync(Role.Viewer);
    }

    private Task<Reading> ReadAsync(Project project, string sql) =>
        new ReadOnlyReader(database.Pools, new QueryOptions()).ReadAsync(project, new(sql, [], []), Token);
}
