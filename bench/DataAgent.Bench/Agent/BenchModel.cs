using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataAgent.Testing;

namespace DataAgent.Bench.Agent;

/// <summary>What the model double does in the benchmarks: the last line of a question says it.</summary>
/// <remarks>
/// <c>quick</c> one short answer · <c>chart</c> reads seven rows and draws them · <c>tools N</c> N steps that call <c>select 1</c> · <c>rows N</c> reads 500 rows from N on ·
/// <c>stream DELTAS TOKENS PAUSE</c> writes so many deltas of so many tokens, one each PAUSE microseconds · <c>hold</c> a word a second,
/// until <see cref="Release"/>.
/// </remarks>
internal sealed partial class BenchModel
{
    /// <summary>A token of text, as models count short words.</summary>
    private const string Token = " data";

    /// <summary>In each streamed answer of several tokens.</summary>
    public static ReadOnlySpan<byte> Text => "data data"u8;

    private TaskCompletionSource _released = NewSignal();

    public static int TokensIn(ReadOnlySpan<char> text) => text.Count(' ');

    /// <summary>The clock of the first delta of an answer: processes of one machine share it.</summary>
    public static string Stamp() => $"t{Stopwatch.GetTimestamp()}";

    /// <summary>The same, read from a text that begins with it; more of the answer may have come along.</summary>
    public static long Stamped(ReadOnlySpan<char> text) => long.Parse(text.IndexOf(' ') is var end and > 0 ? text[1..end] : text[1..]);

    /// <summary>Ends the answers that are held; later ones are held again.</summary>
    public void Release() => Interlocked.Exchange(ref _released, NewSignal()).SetResult();

    public ModelTurn Answer(ModelRequest request)
    {
        var turn = Turn(request.Body["messages"]!.AsArray());
        // Told as a provider would count: what is dropped and summarised depends on it.
        return turn with { InputTokens = Math.Max(3_001, request.Raw.Length / 4) };
    }

    private ModelTurn Turn(JsonArray messages)
    {
        var at = messages.Count - 1;
        while (TextOf(messages[at]!) is null)
            at--;
        // Each step is a call and its answer.
        var step = (messages.Count - 1 - at) / 2;
        var words = TextOf(messages[at]!)!.TrimEnd().Split('\n')[^1].Split(' ');
        return words switch
        {
            ["tools", var count] when step < int.Parse(count) => Sql(step, "select 1 as one"),
            ["rows", var from] when step == 0 => Sql(step, $"select * from wide where id > {from} order by id limit 500"),
            ["chart"] when step == 0 => Sql(step, "select d, count(*) as n from wide group by d order by d"),
            ["chart"] when step == 1 => Says.Call(
                "call-1", "create_visualization", JsonSerializer.Serialize(new { result_id = ResultIn(messages), chart_type = "bar", x_column = "d", y_column = "n" })),
            ["stream", var deltas, var tokens, var pause] => Streams(
                ct => WriteAsync(int.Parse(deltas), int.Parse(tokens), int.Parse(pause), ct)),
            ["hold"] => Streams(HoldAsync),
            _ => Says.Text(Stamp(), " That is", " the", " answer."),
        };
    }

    /// <summary>The result that the last tool told of.</summary>
    private static string ResultIn(JsonArray messages) => ResultId().Match(messages.ToJsonString()).Value;

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex ResultId();

    private static ModelTurn Streams(Func<CancellationToken, IAsyncEnumerable<string>> parts) => new([new StreamPiece(parts)], "end_turn");

    private static ModelTurn Sql(int step, string sql) =>
        Says.Call($"call-{step}", "execute_sql", "{\"query\": ", JsonSerializer.Serialize(sql), "}");

    /// <remarks>A delta that is late is sent at once: the pace is kept when the machine allows it.</remarks>
    private static async IAsyncEnumerable<string> WriteAsync(
        int deltas, int tokens, int pause, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = string.Concat(Enumerable.Repeat(Token, tokens));
        var started = Stopwatch.GetTimestamp();
        yield return Stamp();
        for (var i = 1; i <= deltas; i++)
        {
            var early = TimeSpan.FromMicroseconds((long)i * pause) - Stopwatch.GetElapsedTime(started);
            if (early >= TimeSpan.FromMilliseconds(1))
                await Task.Delay(early, cancellationToken);
            yield return text;
        }
    }

    private async IAsyncEnumerable<string> HoldAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var released = _released.Task;
        yield return Stamp();
        while (!cancellationToken.IsCancellationRequested
            && await Task.WhenAny(released, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken)) != released)
            yield return Token;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string? TextOf(JsonNode message) => (string?)message["role"] != "user" ? null : message["content"] switch
    {
        JsonArray parts => parts.Select(p => (string?)p!["text"]).LastOrDefault(t => t is not null),
        JsonValue value => value.ToString(),
        _ => null,
    };
}
