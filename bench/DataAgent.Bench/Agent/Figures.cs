using System.Diagnostics;

namespace DataAgent.Bench.Agent;

internal static class Figures
{
    public static double Median(IEnumerable<double> values) =>
        values.Order().ToList() is { Count: > 0 } sorted ? sorted[sorted.Count / 2] : double.NaN;

    public static async Task<double> TimeAsync(Func<Task> one)
    {
        var started = Stopwatch.GetTimestamp();
        await one();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Managed memory of this process that is in use.</summary>
    public static long Heap()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>One line of the table: what, how much, and what was wished.</summary>
    public static void Print(string what, string figure, string goal = "", bool? isMet = null) =>
        Console.WriteLine($"{what,-74} {figure,22}  {goal,-26}{isMet switch { true => "met", false => "MISSED", null => "" }}");
}
