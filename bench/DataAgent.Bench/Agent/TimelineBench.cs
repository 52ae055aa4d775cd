using System.Collections.Concurrent;
using System.Diagnostics;
using DataAgent.Conversations;

namespace DataAgent.Bench.Agent;

/// <summary>Where the time of a question goes: what is begun when, and how long it takes, as the spans of product, driver and HTTP client say.</summary>
internal static class TimelineBench
{
    private const int Rounds = 200;

    public static async Task RunAsync(BenchHost host)
    {
        List<(long Started, long Ended)> questions = [];
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "DataAgent" or "Npgsql" or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        for (var round = -Rounds; round < Rounds; round++)
        {
            var conversation = await host.Get<ConversationStore>().CreateAsync(host.Member, default);
            if (round == 0)
                ActivitySource.AddActivityListener(listener);
            var started = DateTime.UtcNow.Ticks;
            await Runs.AskAsync(host, conversation, "quick");
            if (round >= 0)
                questions.Add((started, DateTime.UtcNow.Ticks));
        }

        Print(questions, [.. spans]);
    }

    private static void Print(List<(long Started, long Ended)> questions, IReadOnlyList<Activity> spans)
    {
        var seen = questions.SelectMany(q => spans
            .Where(s => s.StartTimeUtc.Ticks >= q.Started && s.StartTimeUtc.Ticks <= q.Ended).OrderBy(s => s.StartTimeUtc)
            .Select((s, i) => (Order: i, Name: NameOf(s), At: s.StartTimeUtc.Ticks - q.Started, Took: s.Duration.Ticks)));
        Figures.Print("a question of one step, in order: begun at; takes", $"{Median(questions.Select(q => q.Ended - q.Started)):0.00} ms");
        foreach (var span in seen.GroupBy(s => s.Name).Where(g => g.Count() > Rounds / 2).OrderBy(g => g.Average(s => s.Order)))
            Figures.Print($"  {span.Key}", $"{Median(span.Select(s => s.At)):0.00}; {Median(span.Select(s => s.Took)):0.00} ms", $"{span.Count() / (double)Rounds:0.0} a question");
    }

    private static double Median(IEnumerable<long> ticks) => Figures.Median(ticks.Select(t => TimeSpan.FromTicks(t).TotalMilliseconds));

    private static string NameOf(Activity span)
    {
        var sql = (string?)(span.GetTagItem("db.query.text") ?? span.GetTagItem("db.statement"));
        var name = sql is null ? span.DisplayName : string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return name.Length > 70 ? name[..70] : name;
    }
}
