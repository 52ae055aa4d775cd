using System.Diagnostics;
using System.Text.Json;
using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SqlGuard;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Bench;

/// <summary>
/// What the door costs beyond PostgreSQL: guard, read-only transaction, result store and audit row against one plain Npgsql command on the
/// same rows. Rounds alternate, so that a machine that slows down slows both; ratios are of medians.
/// </summary>
internal static class DoorBench
{
    private const int Rounds = 400;
    private const string Wide = "select id, a, b, c, d, e, f, g, h, i from wide where id <= 500 order by id";
    private const string OneRow = "select id, a, b from wide where id = 77";
    private const string Huge = "select id, md5(id::text) as digest from huge";

    public static async Task<int> RunAsync()
    {
        await using var server = new PostgresServer();
        await server.InitializeAsync();
        await using var platform = await TestPlatform.CreateAsync(server, CancellationToken.None);
        var customer = await BuildAsync(server);
        var member = await platform.AddMemberAsync(Role.Analyst, customer, "public", CancellationToken.None, p => p.MaxRowsPerQuery = 500);
        var options = new QueryOptions { ConnectionsPerProject = 16 };
        await using var pools = new ProjectPools(platform.Vault, new HostGuard(options), options, TimeProvider.System);
        using var guard = new Guard();
        var dictionaries = new DictionaryStore(platform, pools.OpenAsync, platform.Roles, TimeProvider.System);
        var door = new QueryRunner(guard, dictionaries, platform.Roles, pools, new QueryTrail(platform.Source, TimeProvider.System), options, TimeProvider.System);
        await using var plain = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(customer) { MaxPoolSize = 16 }.ConnectionString);

        Console.WriteLine($"{Environment.ProcessorCount} processors, PostgreSQL on the same machine");
        var reader = new ReadOnlyReader(pools, options);
        await CompareAsync("500 x 10, of which reading", async () => JsonSerializer.SerializeToUtf8Bytes((await reader.ReadAsync(member.Project, new JudgedQuery(Wide, [], []), CancellationToken.None)).Read.Rows), () => PlainJsonAsync(plain, Wide));
        await PartsAsync(door, new QueryTrail(platform.Source, TimeProvider.System), member);
        await CompareAsync("500 x 10 to JSON", () => DoorJsonAsync(door, member, Wide), () => PlainJsonAsync(plain, Wide));
        await CompareAsync("one row to JSON", () => DoorJsonAsync(door, member, OneRow), () => PlainJsonAsync(plain, OneRow));
        await ThroughputAsync("door", 32, () => DoorJsonAsync(door, member, OneRow));
        await ThroughputAsync("plain Npgsql", 32, () => PlainJsonAsync(plain, OneRow));
        await CutAsync(door, member);
        return 0;
    }

    private static async Task<string> BuildAsync(PostgresServer server)
    {
        var customer = await server.CreateDatabaseAsync(CancellationToken.None);
        await using var connection = new NpgsqlConnection(customer);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""
            create table wide as select g as id, md5(g::text) a, g * 1.5 b, now() + g * interval '1 minute' c, g % 7 d, md5((g + 1)::text) e,
                g / 3.0 f, g % 2 = 0 g, current_date + g h, 'text ' || g i from generate_series(1, 10000) g;
            alter table wide add primary key (id);
            create table huge as select g as id from generate_series(1, 10000000) g;
            analyze;
            """, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
        return await server.AddReaderAsync(customer, "public", CancellationToken.None);
    }

    private static async Task<byte[]> DoorJsonAsync(QueryRunner door, Member member, string sql) =>
        await door.RunAsync(member, new QueryRequest(sql, QueryDoor.Http), CancellationToken.None) is QueryOutcome.Ran ran
            ? JsonSerializer.SerializeToUtf8Bytes(ran.Table.Rows)
            : throw new InvalidOperationException("The benchmark measures queries that run.");

    private static async Task<byte[]> PlainJsonAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
        {
            var row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            rows.Add(row);
        }

        return JsonSerializer.SerializeToUtf8Bytes(rows);
    }

    private static async Task CompareAsync(string name, Func<Task<byte[]>> door, Func<Task<byte[]>> plain)
    {
        var (ofDoor, ofPlain) = (new List<double>(), new List<double>());
        // As many first, uncounted: until the compiler has seen what is hot.
        for (var round = -Rounds; round < Rounds; round++)
        {
            var (first, second) = (await TimeAsync(door), await TimeAsync(plain));
            if (round < 0)
                continue;
            ofDoor.Add(first);
            ofPlain.Add(second);
        }

        var (d, p) = (Median(ofDoor), Median(ofPlain));
        Console.WriteLine($"{name}: door {d:0.00} ms, plain {p:0.00} ms, ratio {d / p:0.00} (medians of {Rounds})");
    }

    /// <summary>What is done with a result before the answer is given.</summary>
    private static async Task PartsAsync(QueryRunner door, QueryTrail trail, Member member)
    {
        var table = ((QueryOutcome.Ran)await door.RunAsync(member, new QueryRequest(Wide, QueryDoor.Http), CancellationToken.None)).Table;
        List<double> packing = [], entries = [], both = [];
        for (var round = -Rounds; round < Rounds; round++)
        {
            var times = new[]
            {
                await TimeAsync(() => Task.FromResult(ResultStore.Write(table))),
                await TimeAsync(() => WriteAsync(trail, member, null)),
                await TimeAsync(() => WriteAsync(trail, member, table)),
            };
            if (round < 0)
                continue;
            packing.Add(times[0]);
            entries.Add(times[1]);
            both.Add(times[2]);
        }

        Console.WriteLine($"of which packing {Median(packing):0.00} ms to {ResultStore.Write(table).Length} bytes, an audit row alone {Median(entries):0.00} ms, both with packing {Median(both):0.00} ms");
    }

    private static async Task<byte[]> WriteAsync(QueryTrail trail, Member member, ResultTable? table)
    {
        var request = new QueryRequest(Wide, QueryDoor.Http);
        var entry = QueryAudit.Begin(member, request, DateTimeOffset.UtcNow);
        entry.Outcome = "ok";
        await trail.AddAsync(entry, table is null ? null : new NewResult(Guid.CreateVersion7(), member, null, table));
        return [];
    }

    private static async Task ThroughputAsync(string name, int callers, Func<Task<byte[]>> one)
    {
        var count = 0L;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < TimeSpan.FromSeconds(6))
            {
                await one();
                Interlocked.Increment(ref count);
            }
        })));
        Console.WriteLine($"one-row queries of {callers} callers, {name}: {count / watch.Elapsed.TotalSeconds:0} a second");
    }

    /// <summary>Ten million rows, cut at 500: how long until the answer, and what of it stays in memory.</summary>
    private static async Task CutAsync(QueryRunner door, Member member)
    {
        await DoorJsonAsync(door, member, Huge);
        var idle = Process.GetCurrentProcess().WorkingSet64;
        var times = new List<double>();
        var peak = idle;
        for (var i = 0; i < 20; i++)
        {
            times.Add(await TimeAsync(() => DoorJsonAsync(door, member, Huge)));
            peak = Math.Max(peak, Process.GetCurrentProcess().WorkingSet64);
        }

        Console.WriteLine($"10,000,000 rows cut at 500: {Median(times):0.0} ms (median of 20), {(peak - idle) / 1e6:0.0} MB above idle");
    }

    private static async Task<double> TimeAsync(Func<Task<byte[]>> one)
    {
        var started = Stopwatch.GetTimestamp();
        await one();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
