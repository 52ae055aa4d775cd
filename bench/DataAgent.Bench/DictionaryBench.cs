using System.Diagnostics;
using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Bench;

/// <summary>
/// A whole dictionary, read as the read-only role, put together and kept, against a bare reading of the same facts: one query of the
/// catalog and one of <c>pg_stats</c> over the same driver. Rounds alternate; ratios are of medians.
/// </summary>
internal static class DictionaryBench
{
    private const int Rounds = 9;

    public static async Task<int> RunAsync()
    {
        await using var server = new PostgresServer();
        await server.InitializeAsync();
        await using var platform = await TestPlatform.CreateAsync(server, CancellationToken.None);
        var owner = await WideSchema.CreateAsync(server);
        var reader = new NpgsqlConnectionStringBuilder(owner) { Username = WideSchema.Reader, Password = WideSchema.Reader }.ConnectionString;
        var options = new QueryOptions();
        await using var pools = new ProjectPools(platform.Vault, new HostGuard(options), options, TimeProvider.System);
        var store = new DictionaryStore(platform, pools.OpenAsync, platform.Roles, TimeProvider.System);
        var member = await platform.AddMemberAsync(Role.Admin, reader, WideSchema.Name, CancellationToken.None);
        var without = await platform.AddMemberAsync(Role.Admin, reader, WideSchema.Name, CancellationToken.None, p => p.ExcludedTables = [WideSchema.Huge]);
        await using var bare = NpgsqlDataSource.Create(reader);

        Console.WriteLine($"{Environment.ProcessorCount} processors, PostgreSQL on the same machine, 1,000 tables x 12 columns, medians of {Rounds}");
        var dictionary = await MeasureMemoryAsync(() => GenerateAsync(store, member));
        Console.WriteLine($"{dictionary.Tables.Count:N0} tables, {dictionary.Tables.Sum(t => t.Columns.Count):N0} columns, "
            + $"{dictionary.Tables.Sum(t => t.ForeignKeys.Count):N0} foreign keys, {dictionary.Tables.Sum(t => t.Indexes.Count):N0} indexes, "
            + $"{dictionary.Tables.Sum(t => t.Columns.Count(c => c.Samples.Count > 0)):N0} columns with samples");
        await CompareAsync(("bare reading", () => BareAsync(bare)), ("generate and keep", () => GenerateAsync(store, member)), ("generate, dry run", () => store.RefreshAsync(member, save: false, QueryDoor.CommandLine, CancellationToken.None)));
        MeasurePrompt(dictionary);
        await WideSchema.AddHugeAsync(owner);
        await CompareAsync(("without a table of 20,000,000 rows", () => GenerateAsync(store, without)), ("with it, never analysed", () => GenerateAsync(store, member)));
        await WideSchema.AnalyzeHugeAsync(owner);
        await CompareAsync(("without a table of 20,000,000 rows", () => GenerateAsync(store, without)), ("with it, analysed", () => GenerateAsync(store, member)));
        return 0;
    }

    private static Task<DataDictionary> GenerateAsync(DictionaryStore store, Member member) => store.GenerateAsync(member, save: true, CancellationToken.None);

    private static async Task<int> BareAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(WideSchema.BareCatalog), new(WideSchema.BareStatistics) } };
        await using var reader = await batch.ExecuteReaderAsync();
        var values = 0;
        do
        {
            while (await reader.ReadAsync())
                for (var i = 0; i < reader.FieldCount; i++)
                    values += reader.GetValue(i) is DBNull ? 0 : 1;
        }
        while (await reader.NextResultAsync());
        return values;
    }

    private static async Task<DataDictionary> MeasureMemoryAsync(Func<Task<DataDictionary>> generate)
    {
        DataDictionary dictionary = null!;
        List<double> above = [];
        for (var i = 0; i < Rounds; i++)
        {
            // Idle: what nobody needs any more is given back first, else the collector's patience is measured.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            var idle = Process.GetCurrentProcess().WorkingSet64;
            var peak = idle;
            await using (new Timer(_ => peak = Math.Max(peak, Process.GetCurrentProcess().WorkingSet64), null, 0, 10))
                dictionary = await generate();
            above.Add((peak - idle) / 1e6);
        }

        Console.WriteLine($"memory of one generation: {Median(above):0} MB above idle ({above.Min():0} to {above.Max():0})");
        return dictionary;
    }

    private static async Task CompareAsync(params (string Name, Func<Task> Run)[] ways)
    {
        var times = ways.Select(_ => new List<double>()).ToArray();
        for (var round = -2; round < Rounds; round++)
            for (var way = 0; way < ways.Length; way++)
            {
                var started = Stopwatch.GetTimestamp();
                await ways[way].Run();
                if (round >= 0)
                    times[way].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

        var first = Median(times[0]);
        for (var way = 0; way < ways.Length; way++)
            Console.WriteLine($"{ways[way].Name}: {Median(times[way]):0} ms ({times[way].Min():0} to {times[way].Max():0}), "
                + $"{Median(times[way]) / first:0.00} of the first, {Median(times[way]) - first:+0;-0;0} ms");
    }

    private static void MeasurePrompt(DataDictionary dictionary)
    {
        List<double> cold = [], warm = [], index = [], search = [];
        for (var round = -20; round < 100; round++)
        {
            // Another object has no index yet: what the first question after a refresh pays.
            var fresh = dictionary with { };
            var (first, again) = (Time(() => DictionaryPrompt.Render(fresh)), Time(() => DictionaryPrompt.Render(fresh)));
            var build = Time(() => TableSearch.Find(fresh, "orders", 10));
            var find = Time(() => TableSearch.Find(fresh, $"how many orders of entity {500 + round} were paid per month by customer status?", 10));
            if (round < 0)
                continue;
            cold.Add(first);
            warm.Add(again);
            index.Add(build);
            search.Add(find);
        }

        Console.WriteLine($"prompt: {Median(cold):0.0} ms the first time, {Median(warm):0.0} ms again, {DictionaryPrompt.Render(dictionary).Length:N0} characters; "
            + $"find_tables: {Median(index):0.0} ms the first time, {Median(search):0.00} ms again");
    }

    private static double Time(Action one)
    {
        var started = Stopwatch.GetTimestamp();
        one();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
