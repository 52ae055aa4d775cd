using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using DataAgent.Dictionary;
using DataAgent.Exports;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SqlGuard;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Bench;

/// <summary>
/// A million rows of ten columns as a file, from the role check to the last byte, against PostgreSQL's own <c>COPY … TO STDOUT</c> of the
/// same rows over the same driver. Rounds alternate; ratios are of medians.
/// </summary>
internal static class ExportBench
{
    private const int Rounds = 3;
    private const string Rows = "select id, a, b, c, d, e, f, g, h, i from wide";

    public static async Task<int> RunAsync()
    {
        await using var server = new PostgresServer();
        await server.InitializeAsync();
        await using var platform = await TestPlatform.CreateAsync(server, CancellationToken.None);
        var customer = await BuildAsync(server);
        var member = await platform.AddMemberAsync(Role.Analyst, customer, "public", CancellationToken.None, p => p.MaxQueryTimeoutSeconds = 300);
        var options = new QueryOptions();
        await using var pools = new ProjectPools(platform.Vault, new HostGuard(options), options, TimeProvider.System);
        using var guard = new Guard();
        var dictionaries = new DictionaryStore(platform, pools.OpenAsync, platform.Roles, TimeProvider.System);
        var exporter = new QueryExporter(
            guard, dictionaries, platform.Roles, pools, new QueryTrail(platform.Source, TimeProvider.System), options, platform, new ResultStore(platform), TimeProvider.System);
        await using var plain = NpgsqlDataSource.Create(customer);

        Console.WriteLine($"{Environment.ProcessorCount} processors, PostgreSQL on the same machine, 1,000,000 x 10");
        var runs = new (string Name, Func<Task<long>> Run, List<double> Times)[]
        {
            ("COPY text", () => CopyAsync(plain, Rows), []),
            ("COPY csv", () => CopyAsync(plain, Rows, "(format csv, header)"), []),
            ("COPY of records, the form that exports read", () => CopyAsync(plain, $"select (q.*)::text from ({Rows}) q"), []),
            ("export csv", () => ExportAsync(exporter, member, new(ExportFormat.Csv), false), []),
            ("export csv, looking ahead", () => ExportAsync(exporter, member, new(ExportFormat.Csv), true), []),
            ("export jsonl", () => ExportAsync(exporter, member, new(ExportFormat.JsonLines), false), []),
            ("export xlsx", () => ExportAsync(exporter, member, new(ExportFormat.Xlsx), false), []),
        };
        for (var round = -1; round < Rounds; round++)
        {
            foreach (var run in runs)
                await MeasureAsync(run, isCounted: round >= 0);
        }

        var copy = Median(runs[0].Times);
        foreach (var (name, _, times) in runs)
            Console.WriteLine($"{name}: {Median(times):0.00} s, {1000 / Median(times):0} thousand rows a second, {copy / Median(times):0.00} of the rate of COPY");
        return 0;
    }

    private static async Task MeasureAsync((string Name, Func<Task<long>> Run, List<double> Times) one, bool isCounted)
    {
        var self = Process.GetCurrentProcess();
        var (memory, processor, started) = (self.WorkingSet64, self.TotalProcessorTime, Stopwatch.GetTimestamp());
        var peak = memory;
        await using (new Timer(_ => peak = Math.Max(peak, Process.GetCurrentProcess().WorkingSet64), null, 0, 20))
        {
            var bytes = await one.Run();
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            self.Refresh();
            Console.WriteLine(
                $"{one.Name}: {seconds:0.00} s, {bytes / 1e6:0} MB, {(self.TotalProcessorTime - processor).TotalSeconds:0.00} s of our processor, {(peak - memory) / 1e6:0} MB above the start");
            if (isCounted)
                one.Times.Add(seconds);
        }
    }

    private static async Task<string> BuildAsync(PostgresServer server)
    {
        var customer = await server.CreateDatabaseAsync(CancellationToken.None);
        await using var connection = new NpgsqlConnection(customer);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""
            create table wide as select g as id, md5(g::text) a, g * 1.5 b, timestamptz '2025-01-01' + g * interval '1 minute' c, g % 7 d,
                'Name, of ' || g e, round(g / 3.0, 4) f, g % 2 = 0 g, date '2025-01-01' + g % 1000 h, 'text ' || g i from generate_series(1, 1000000) g;
            vacuum analyze wide;
            """, connection) { CommandTimeout = 300 };
        foreach (var one in command.CommandText.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            command.CommandText = one;
            await command.ExecuteNonQueryAsync();
        }

        return await server.AddReaderAsync(customer, "public", CancellationToken.None);
    }

    private static async Task<long> CopyAsync(NpgsqlDataSource source, string query, string options = "")
    {
        await using var connection = await source.OpenConnectionAsync();
        using var text = (StreamReader)await connection.BeginTextExportAsync($"copy ({query}) to stdout {options}");
        var buffer = new byte[64 * 1024];
        var (total, read) = (0L, 0);
        while ((read = await text.BaseStream.ReadAsync(buffer)) > 0)
            total += read;
        return total;
    }

    private static async Task<long> ExportAsync(QueryExporter exporter, Member member, ExportOptions options, bool looksAhead)
    {
        var counter = new CountingStream();
        var output = PipeWriter.Create(counter);
        var request = new ExportRequest(Rows, options, QueryDoor.Http) { LooksAhead = looksAhead };
        return await exporter.ExportAsync(member, request, _ => output, CancellationToken.None) is ExportOutcome.Done { End: { Rows: 1_000_000, IsCut: false } }
            ? counter.Total
            : throw new InvalidOperationException("The benchmark measures exports that come to their end.");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed class CountingStream : MemoryStream
    {
        public long Total { get; private set; }

        public override void Write(byte[] buffer, int offset, int count) => Total += count;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Total += buffer.Length;
            return default;
        }
    }
}
