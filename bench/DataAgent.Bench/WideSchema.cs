using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Bench;

/// <summary>A database of the size a large company has: 1,000 tables of 12 columns with two foreign keys, two indexes and comments each, analysed.</summary>
internal static class WideSchema
{
    public const string Name = "wide";
    public const string Reader = "wide_reader";
    public const string Huge = "huge";
    private const int Tables = 1000;

    /// <summary>The same facts as rows, as plainly as one query can: no lists, no rights, no partitions.</summary>
    public const string BareCatalog = """
        with rel as (
            select c.oid, c.relname, c.relkind, c.reltuples from pg_class c
            where c.relnamespace = 'wide'::regnamespace and c.relkind in ('r', 'v', 'm', 'f', 'p')
        )
        select r.relname::text, 'table' as what, r.relkind::text as name, null::text as type, null::bool as flag, r.reltuples::text as text, d.description
        from rel r left join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = r.oid and d.objsubid = 0
        union all
        select r.relname::text, 'column', a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(f.adbin, f.adrelid), d.description
        from rel r
        join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
        left join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = a.attrelid and d.objsubid = a.attnum
        union all
        select r.relname::text, 'constraint', k.conname::text, k.contype::text, null, pg_get_constraintdef(k.oid), null
        from rel r join pg_constraint k on k.conrelid = r.oid
        union all
        select r.relname::text, 'index', c.relname::text, null, i.indisunique, pg_get_indexdef(i.indexrelid), null
        from rel r join pg_index i on i.indrelid = r.oid join pg_class c on c.oid = i.indexrelid
        """;

    public const string BareStatistics = """
        select tablename::text, attname::text, n_distinct, most_common_vals::text, histogram_bounds::text from pg_stats where schemaname = 'wide'
        """;

    /// <summary>The connection string is the owner's.</summary>
    public static async Task<string> CreateAsync(PostgresServer server)
    {
        var owner = await server.CreateDatabaseAsync(CancellationToken.None);
        await RunAsync(owner, $"create role {Reader} login password '{Reader}'; create schema wide; grant usage on schema wide to {Reader}; "
            + $"alter default privileges in schema wide grant select on tables to {Reader}");
        // In steps, for one transaction would hold more locks than a server allows.
        for (var from = 1; from <= Tables; from += 50)
            await RunAsync(owner, string.Join(";\n", Enumerable.Range(from, 50).Select(Table)));
        for (var from = 1; from <= Tables; from += 50)
            await RunAsync(owner, string.Join(";\n", Enumerable.Range(from, 50).Select(Links)));
        await RunAsync(owner, "vacuum analyze");
        return owner;
    }

    public static Task AddHugeAsync(string owner) => RunAsync(owner, """
        create table wide.huge (id int, kind int, label text) with (autovacuum_enabled = false);
        insert into wide.huge select g, g % 100, 'label ' || g % 1000 from generate_series(1, 20000000) g
        """);

    public static Task AnalyzeHugeAsync(string owner) => RunAsync(owner, "analyze wide.huge");

    private static string Table(int i) => $"""
        create table wide.entity_{i} (
            id int primary key, parent_id int not null, customer_id int, status text default 'new', title varchar(80), amount numeric(10, 2) check (amount >= 0),
            paid_on date, created_at timestamptz not null default now(), is_open bool, code uuid, detail jsonb, note text);
        comment on table wide.entity_{i} is 'What we keep of each entity of kind {i}';
        comment on column wide.entity_{i}.amount is 'Net of tax, in euro';
        comment on column wide.entity_{i}.paid_on is 'Null while it is open';
        create index on wide.entity_{i} (parent_id);
        create index on wide.entity_{i} (customer_id, created_at);
        insert into wide.entity_{i} select g, 1 + g % 50, 1 + g % 60, (array['new', 'paid', 'sent', 'void'])[1 + g % 4], 'Title ' || g, g * 1.5,
            date '2025-01-01' + g, timestamptz '2025-01-01' + g * interval '1 hour', g % 2 = 0, gen_random_uuid(), jsonb_build_object('n', g), 'Note of ' || g
        from generate_series(1, 200) g
        """;

    private static string Links(int i) => $"""
        alter table wide.entity_{i} add foreign key (parent_id) references wide.entity_{1 + (i / 2)};
        alter table wide.entity_{i} add foreign key (customer_id) references wide.entity_{1 + (i * 7 % Tables)}
        """;

    private static async Task RunAsync(string owner, string sql)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }
}
