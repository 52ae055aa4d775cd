using DataAgent.Conversations;
using DataAgent.Queries;
using Npgsql;

namespace DataAgent.Bench.Agent;

/// <summary>A conversation of many turns that each read a table: what a turn writes must not grow with those before it.</summary>
internal static class LongConversationBench
{
    private const int Turns = 200, Window = 10;

    public static async Task RunAsync(BenchHost host)
    {
        var conversation = await host.Get<ConversationStore>().CreateAsync(host.Member, default);
        var (bytes, times) = (new List<double>(), new List<double>());
        for (var turn = 1; turn <= Turns; turn++)
        {
            var before = await WrittenAsync(host);
            times.Add(await Figures.TimeAsync(() => Runs.AskAsync(host, conversation, $"rows {turn * 100}")));
            bytes.Add(await WrittenAsync(host) - before);
        }

        // Medians around turn 10 and up to turn 200.
        var (early, late) = ((Window - (Window / 2))..(Window + (Window / 2)), ^Window..);
        Compare("bytes of write-ahead log a turn", bytes, "KB", 1024, 1.10, "within 10 %");
        Compare("time of a turn that reads 500 rows", times, "ms", 1, null, "");
        await ReopenAsync(host, conversation);

        void Compare(string what, List<double> values, string unit, double scale, double? limit, string goal)
        {
            var (first, last) = (Figures.Median(values[early]), Figures.Median(values[late]));
            Figures.Print($"{what}: at 10, at {Turns}", $"{first / scale:0.0}; {last / scale:0.0} {unit}");
            var isMet = last / first <= limit && last / first >= 2 - limit;
            Figures.Print("  ratio", $"{last / first:0.00}", goal, limit is null ? null : isMet);
        }
    }

    /// <remarks>All that PostgreSQL writes has to pass here; PostgreSQL's own housekeeping is among it, so medians are compared.</remarks>
    private static async Task<double> WrittenAsync(BenchHost host)
    {
        const string Position = "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8";
        await using var command = host.Get<NpgsqlDataSource>().CreateCommand(Position);
        return (double)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ReopenAsync(BenchHost host, Guid conversation)
    {
        var (read, page, size) = (new List<double>(), new List<double>(), 0);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        http.DefaultRequestHeaders.Add("Cookie", host.Cookie);
        for (var round = -3; round < 15; round++)
        {
            var found = await Figures.TimeAsync(() => host.Get<ConversationStore>().FindAsync(host.Member, conversation, QueryDoor.Page, default));
            var shown = await Figures.TimeAsync(async () =>
                size = (await http.GetByteArrayAsync($"{host.Url}/p/{host.Member.Project.Slug}/c/{conversation}")).Length);
            if (round < 0)
                continue;
            read.Add(found);
            page.Add(shown);
        }

        var (found200, page200) = (Figures.Median(read), Figures.Median(page));
        Figures.Print($"opening {Turns} turns: ConversationStore.FindAsync", $"{found200:0.0} ms", "under 300 ms", found200 < 300);
        Figures.Print($"opening {Turns} turns: the page, {size / 1024:#,0} KB", $"{page200:0.0} ms", "under 300 ms", page200 < 300);
    }
}
