using System.Globalization;
using System.Text.Json;

namespace DataAgent.Drill;

/// <summary>One call of a tool, with a mark that its result must bring back.</summary>
internal sealed record ScriptedCall(string Id, string Sql, string Mark)
{
    public string Arguments => $$"""{"query": {{JsonSerializer.Serialize(Sql)}}}""";
}

/// <param name="Deltas">The text, in the pieces it is sent in.</param>
/// <param name="Pause">Between two of them.</param>
internal sealed record ScriptedStep(IReadOnlyList<string> Deltas, TimeSpan Pause, IReadOnlyList<ScriptedCall> Calls)
{
    public string Text => string.Concat(Deltas);
}

/// <summary>All that the model says in one run. The same seed and number make the same script: whoever asks again hears the same.</summary>
internal sealed record Script(int Run, IReadOnlyList<ScriptedStep> Steps)
{
    private static readonly string[] _words = ["orders", "rose", "in", "the", "north", "while", "returns", "fell", "by", "a", "tenth"];

    /// <summary>What a member asks; the model's double reads the number from it.</summary>
    public string Question => $"Run {Run} of the drill: how did each region do?";

    /// <returns>Null: it is no question of the drill.</returns>
    public static int? RunOf(string question) =>
        question.Split(' ') is ["Run", var number, ..] && int.TryParse(number, CultureInfo.InvariantCulture, out var run) ? run : null;

    public static Script Of(int seed, int run)
    {
        var random = new Random(unchecked((seed * 1_000_003) + run));
        var steps = random.Next(3, 6);
        return new(run, [.. Enumerable.Range(1, steps).Select(step => Step(random, run, step, isLast: step == steps))]);
    }

    private static ScriptedStep Step(Random random, int run, int step, bool isLast)
    {
        var deltas = Enumerable.Range(0, random.Next(15, 40)).Select(_ => $" {_words[random.Next(_words.Length)]}");
        var calls = Enumerable.Range(1, isLast ? 0 : random.Next(1, 4)).Select(call => Call(random, run, step, call));
        return new([$"Step {step} of run {run}:", .. deltas], TimeSpan.FromMilliseconds(random.Next(20, 60)), [.. calls]);
    }

    private static ScriptedCall Call(Random random, int run, int step, int call)
    {
        var mark = $"r{run}-s{step}-c{call}";
        var sql = $"select '{mark}' as mark, region, count(*) as orders, sum(amount) as total "
            + $"from sale where id % {random.Next(3, 99)} <> 0 group by region";
        return new($"call-{mark}", sql, mark);
    }
}
