using DataAgent.Projects;
using DataAgent.Queries;
using Npgsql;

namespace DataAgent.Tests.Queries;

/// <summary>How values come out of the database: every type, and no more of them than the limits allow.</summary>
public sealed class ResultTextTests(CustomerDatabase database) : IClassFixture<CustomerDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string?, string, ColumnKind> Values => new()
    {
        { "true", "t", "boolean", ColumnKind.Boolean },
        { "'x'::\"char\"", "x", "\"char\"", ColumnKind.Text },
        { "1::int2", "1", "smallint", ColumnKind.Number },
        { "9007199254740993::int8", "9007199254740993", "bigint", ColumnKind.Number },
        { "1.5::float4", "1.5", "real", ColumnKind.Number },
        { "'NaN'::float8", "NaN", "double precision", ColumnKind.Number },
        { "'-Infinity'::float8", "-Infinity", "double precision", ColumnKind.Number },
        { "0.1::float8 + 0.2", "0.30000000000000004", "double precision", ColumnKind.Number },
        { "12345678901234567890.123456789", "12345678901234567890.123456789", "numeric", ColumnKind.Number },
        { "'NaN'::numeric", "NaN", "numeric", ColumnKind.Number },
        { "'Infinity'::numeric", "Infinity", "numeric", ColumnKind.Number },
        { "1e200::numeric", "1" + new string('0', 200), "numeric", ColumnKind.Number },
        { "12.34::money", "$12.34", "money", ColumnKind.Text },
        { "'abc'::char(5)", "abc  ", "character", ColumnKind.Text },
        { "'n'::name", "n", "name", ColumnKind.Text },
        { "'\\xdeadbeef'::bytea", "\\xdeadbeef", "bytea", ColumnKind.Text },
        { "''::text", "", "text", ColumnKind.Text },
        { "'naïve 🦆 漢字'::varchar", "naïve 🦆 漢字", "character varying", ColumnKind.Text },
        { "date '2024-02-29'", "2024-02-29", "date", ColumnKind.Date },
        { "'infinity'::date", "infinity", "date", ColumnKind.Date },
        { "'-infinity'::timestamptz", "-infinity", "timestamp with time zone", ColumnKind.Timestamp },
        { "'4713-01-01 BC'::date", "4713-01-01 BC", "date", ColumnKind.Date },
        { "'99999-12-31'::date", "99999-12-31", "date", ColumnKind.Date },
        { "timestamp '2024-01-01 12:00:00.123456'", "2024-01-01 12:00:00.123456", "timestamp without time zone", ColumnKind.Timestamp },
        { "timestamptz '2024-01-01 12:00:00+02'", "2024-01-01 10:00:00+00", "timestamp with time zone", ColumnKind.Timestamp },
        { "time '24:00:00'", "24:00:00", "time without time zone", ColumnKind.Time },
        { "timetz '04:05:06-08'", "04:05:06-08", "time with time zone", ColumnKind.Time },
        { "interval '1 year 2 mons -3 days 04:05:06.789'", "1 year 2 mons -3 days +04:05:06.789", "interval", ColumnKind.Text },
        { "interval '178000000 years'", "178000000 years", "interval", ColumnKind.Text },
        { "B'1010'::bit(4)", "1010", "bit", ColumnKind.Text },
        { "B'101'::varbit", "101", "bit varying", ColumnKind.Text },
        { "inet '10.0.0.1/8'", "10.0.0.1/8", "inet", ColumnKind.Text },
        { "cidr '10.0.0.0/8'", "10.0.0.0/8", "cidr", ColumnKind.Text },
        { "macaddr '08:00:2b:01:02:03'", "08:00:2b:01:02:03", "macaddr", ColumnKind.Text },
        { "macaddr8 '08:00:2b:01:02:03:04:05'", "08:00:2b:01:02:03:04:05", "macaddr8", ColumnKind.Text },
        { "uuid 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "uuid", ColumnKind.Text },
        { "'{\"a\":[1,2]}'::jsonb", "{\"a\": [1, 2]}", "jsonb", ColumnKind.Json },
        { "'{\"a\":  1}'::json", "{\"a\":  1}", "json", ColumnKind.Json },
        { "'$.a'::jsonpath", "$.\"a\"", "jsonpath", ColumnKind.Text },
        { "'<a/>'::xml", "<a/>", "xml", ColumnKind.Text },
        { "point(1,2)", "(1,2)", "point", ColumnKind.Text },
        { "'((0,0),(1,1))'::box", "(1,1),(0,0)", "box", ColumnKind.Text },
        { "'(1,2),3'::circle", "<(1,2),3>", "circle", ColumnKind.Text },
        { "'((0,0),(1,1))'::path", "((0,0),(1,1))", "path", ColumnKind.Text },
        { "'((0,0),(1,1))'::lseg", "[(0,0),(1,1)]", "lseg", ColumnKind.Text },
        { "'((0,0),(1,1))'::polygon", "((0,0),(1,1))", "polygon", ColumnKind.Text },
        { "'{1,2,3}'::line", "{1,2,3}", "line", ColumnKind.Text },
        { "array[1,2,null]", "{1,2,NULL}", "integer[]", ColumnKind.Text },
        { "array[[1,2],[3,4]]", "{{1,2},{3,4}}", "integer[]", ColumnKind.Text },
        { "'[0:1]={7,8}'::int[]", "[0:1]={7,8}", "integer[]", ColumnKind.Text },
        { "array['a,b','c\"d']", "{\"a,b\",\"c\\\"d\"}", "text[]", ColumnKind.Text },
        { "array[]::text[]", "{}", "text[]", ColumnKind.Text },
        { "int4range(1,10)", "[1,10)", "int4range", ColumnKind.Text },
        { "numrange(null,1.5)", "(,1.5)", "numrange", ColumnKind.Text },
        { "tstzrange('2024-01-01Z',null)", "[\"2024-01-01 00:00:00+00\",)", "tstzrange", ColumnKind.Text },
        { "'{[1,3),[5,8)}'::int4multirange", "{[1,3),[5,8)}", "int4multirange", ColumnKind.Text },
        { "row(1,'a',null)", "(1,a,)", "record", ColumnKind.Text },
        { "row('Main St',1,'ok')::shop.addr", "(\"Main St\",1,ok)", "shop.addr", ColumnKind.Text },
        { "array[row('s',1,'ok')::shop.addr]", "{\"(s,1,ok)\"}", "shop.addr[]", ColumnKind.Text },
        { "'ok'::shop.mood", "ok", "shop.mood", ColumnKind.Text },
        { "array['ok']::shop.mood[]", "{ok}", "shop.mood[]", ColumnKind.Text },
        { "5::shop.positive", "5", "integer", ColumnKind.Number },
        { "'a=>1'::hstore", "\"a\"=>\"1\"", "hstore", ColumnKind.Text },
        { "'Ab'::citext", "Ab", "citext", ColumnKind.Text },
        { "'a.b'::ltree", "a.b", "ltree", ColumnKind.Text },
        { "'(1,2,3)'::cube", "(1, 2, 3)", "cube", ColumnKind.Text },
        { "to_tsvector('simple','a fat cat')", "'a':1 'cat':3 'fat':2", "tsvector", ColumnKind.Text },
        { "to_tsquery('simple','a & b')", "'a' & 'b'", "tsquery", ColumnKind.Text },
        { "'shop.customer'::regclass", "shop.customer", "regclass", ColumnKind.Text },
        { "1::oid", "1", "oid", ColumnKind.Text },
        { "'0/16B3748'::pg_lsn", "0/16B3748", "pg_lsn", ColumnKind.Text },
        { "'1'::xid", "1", "xid", ColumnKind.Text },
        { "'(0,1)'::tid", "(0,1)", "tid", ColumnKind.Text },
        { "'10:20:10,14,15'::pg_snapshot", "10:20:10,14,15", "pg_snapshot", ColumnKind.Text },
        { "null::int", null, "integer", ColumnKind.Number },
        { "null", null, "text", ColumnKind.Text },
        { "shop.nothing()", null, "void", ColumnKind.Text },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Every_type_comes_as_PostgreSQL_writes_it(string expression, string? text, string type, ColumnKind kind)
    {
        await PrepareAsync();
        // Public, where extensions put their types, comes on the path by a qualified cast.
        var member = await database.AddMemberAsync(Role.Viewer, p => p.DbSchema = "public");

        var reading = await ReadAsync(member.Project, $"select {expression} as v");

        Assert.Equal([text], reading.Read.Rows.Single());
        Assert.Equal(new ResultColumn("v", type, kind), reading.Columns.Single() with { Type = reading.Columns[0].Type.Replace("public.", "") });
    }

    [Theory]
    [InlineData(4, 5, null)]
    [InlineData(5, 5, null)]
    [InlineData(6, 5, "the project shows at most 5 rows")]
    [InlineData(1000, 1, "the project shows at most 1 row")]
    public async Task A_table_is_called_cut_only_if_there_is_more(int rows, int limit, string? reason)
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.MaxRowsPerQuery = limit);

        var reading = await ReadAsync(member.Project, $"select generate_series(1, {rows})");

        Assert.Equal(Math.Min(rows, limit), reading.Read.Rows.Count);
        Assert.Equal(reason, reading.Read.CutReason);
    }

    [Fact]
    public async Task A_result_of_too_many_bytes_ends_after_its_last_whole_row()
    {
        var options = new QueryOptions { MaxResultBytes = 1024 * 1024 };
        var member = await database.AddMemberAsync(Role.Viewer, p => p.MaxRowsPerQuery = 100_000);
        var reader = new ReadOnlyReader(database.Pools, options);

        var reading = await reader.ReadAsync(member.Project, new("select g, repeat('x', 1000) from generate_series(1, 5000000) g", [], []), Token);

        Assert.Equal("a result holds at most 1 MB of text", reading.Read.CutReason);
        Assert.InRange(reading.Read.Rows.Count, 1000, 1048);
        Assert.All(reading.Read.Rows, r => Assert.Equal(1000, r[1]!.Length));
        Assert.Equal("after", (await ReadAsync(member.Project, "select 'after'")).Read.Rows[0][0]);
    }

    [Theory]
    [InlineData("'abcdefgh'", "abcdefgh", false)]
    [InlineData("'abcdefghi'", "abcdefg…", true)]
    [InlineData("'äöüß'", "äöüß", false)]
    [InlineData("'aäöüß'", "aäöü…", true)]
    [InlineData("'aa🦆🦆'", "aa🦆…", true)]
    public async Task A_value_of_too_many_bytes_is_shortened_between_characters_and_said_to_be(string expression, string text, bool isShortened)
    {
        var member = await database.AddMemberAsync(Role.Viewer);
        var reader = new ReadOnlyReader(database.Pools, new QueryOptions { MaxCellBytes = 8 });

        var reading = await reader.ReadAsync(member.Project, new($"select {expression}, 'next'", [], []), Token);

        Assert.Equal([text, "next"], reading.Read.Rows.Single());
        Assert.Equal(isShortened, reading.Read.CutReason is not null);
    }

    [Fact]
    public async Task A_huge_value_does_not_cost_its_size_in_memory()
    {
        var member = await database.AddMemberAsync(Role.Viewer);
        await ReadAsync(member.Project, "select 1");
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var reading = await ReadAsync(member.Project, "select repeat('x', 100000000) from generate_series(1, 2)");

        Assert.Equal(2, reading.Read.Rows.Count);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 100_000_000);
    }

    private Task<Reading> ReadAsync(Project project, string sql) =>
        new ReadOnlyReader(database.Pools, new QueryOptions()).ReadAsync(project, new(sql, [], []), Token);

    private static readonly SemaphoreSlim Once = new(1);
    private static string? s_prepared;

    private async Task PrepareAsync()
    {
        await Once.WaitAsync(Token);
        try
        {
            if (s_prepared == database.AdminConnectionString)
                return;
            await database.ExecuteAsync("""
                create extension hstore; create extension citext; create extension ltree; create extension cube;
                create type shop.mood as enum ('sad', 'ok');
                create type shop.addr as (street text, zip int, mood shop.mood);
                create domain shop.positive as int check (value > 0);
                create function shop.nothing() returns void language sql as 'select 1';
                """);
            s_prepared = database.AdminConnectionString;
        }
        finally
        {
            Once.Release();
        }
    }
}
