using System.Collections.Concurrent;
using DataAgent.Testing;

namespace DataAgent.Drill;

/// <param name="Product">DataAgent.Web.dll.</param>
internal sealed record DrillPlan(int Runs, int Replicas, int Seed, string Product)
{
    /// <summary>Where the replicas' logs are left; null: nowhere.</summary>
    public string? Logs { get; init; }

    /// <summary>Runs that are live at once.</summary>
    public const int Live = 8;

    /// <summary>Shorter than the product's own 30 s, so that a process that is held loses its runs in a time one can wait for.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    /// <summary>After which a run counts as one that never ended.</summary>
    public static readonly TimeSpan RunPatience = TimeSpan.FromMinutes(3);
}

/// <summary>Asks many questions of real processes over a real database while both are tormented.</summary>
/// <remarks>Then compares what is kept with what was said.</remarks>
internal sealed class Drill(DrillPlan plan, string folder, TextWriter output)
{
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly ConcurrentDictionary<Guid, Asked> _asked = new();

    public async Task<Outcome> RunAsync(CancellationToken cancellationToken)
    {
        var scripts = Enumerable.Range(1, plan.Runs).ToDictionary(run => run, run => Script.Of(plan.Seed, run));
        var model = new ScriptedModel(scripts);
        await using var stage = await Stage.BuildAsync(folder, cancellationToken);
        await using var server = await ModelDouble.StartAsync("http://127.0.0.1:0", model.Answer, keeps: false);
        var product = CopyProduct();
        var replicas = Enumerable.Range(1, plan.Replicas).Select(n => $"replica-{n}")
            .Select(name => new Replica(name, product, stage.SettingsOf(name, server.BaseUrl, DrillPlan.Lease), folder)).ToList();
        try
        {
            await Task.WhenAll(replicas.Select(r => r.StartAsync(cancellationToken)));
            output.WriteLine($"{replicas.Count} replicas are ready, {plan.Runs} questions, seed {plan.Seed}");
            return await RunAsync(stage, new Fleet(replicas, new Random(plan.Seed)), scripts, model, cancellationToken);
        }
        finally
        {
            foreach (var replica in replicas)
                await replica.DisposeAsync();
        }
    }

    /// <summary>Replicas start again all the time: a build meanwhile must not change what they are.</summary>
    private string CopyProduct()
    {
        var (from, to) = (Path.GetDirectoryName(plan.Product)!, Path.Combine(folder, "product"));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return Path.Combine(to, Path.GetFileName(plan.Product));
    }

    private async Task<Outcome> RunAsync(
        Stage stage, Fleet fleet, IReadOnlyDictionary<int, Script> scripts, ScriptedModel model, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (started, owners) = (_time.GetTimestamp(), new Owners(stage.Source, _time));
        var tormentor = new Tormentor(fleet, stage, owners, DrillPlan.Lease, plan.Seed, _time, output);
        var watching = owners.RunAsync(cancellationToken);
        var tormenting = tormentor.RunAsync(over.Token, cancellationToken);
        var asking = AskAllAsync(new Asking(fleet, stage.Token, _time), scripts.Values, cancellationToken);
        // A replica that does not come up again ends the drill at once.
        if (await Task.WhenAny(asking, tormenting) == tormenting)
            await tormenting;
        await asking;
        await over.CancelAsync();
        await tormenting;
        var took = _time.GetElapsedTime(started);
        cancellationToken.ThrowIfCancellationRequested();
        return await CountAsync(new Ledger(stage.Source), fleet, scripts, model, tormentor, owners, took, cancellationToken);
    }

    private Task AskAllAsync(Asking asking, IEnumerable<Script> scripts, CancellationToken cancellationToken)
    {
        var together = new ParallelOptions { MaxDegreeOfParallelism = DrillPlan.Live, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(scripts, together, async (script, token) =>
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
            patience.CancelAfter(DrillPlan.RunPatience);
            try
            {
                await asking.AskAsync(script, asked => _asked[asked.Run] = asked, patience.Token);
            }
            catch (OperationCanceledException) when (!token.IsCancellationRequested)
            {
                output.WriteLine($"run {script.Run} has not ended in {DrillPlan.RunPatience.TotalMinutes:0} minutes");
            }
        });
    }

    private async Task<Outcome> CountAsync(
        Ledger ledger, Fleet fleet, IReadOnlyDictionary<int, Script> scripts, ScriptedModel model, Tormentor tormentor, Owners owners,
        TimeSpan took, CancellationToken cancellationToken)
    {
        var faulty = new List<(int, Faults)>();
        foreach (var script in scripts.Values)
        {
            var asked = _asked.Values.FirstOrDefault(a => a.Script == script);
            var kept = asked is null ? new(null, []) : await ledger.ReadAsync(asked.Conversation, asked.Run, cancellationToken);
            var faults = Bookkeeping.Compare(script, kept, asked is null ? [] : [asked.Asker, asked.Watcher]);
            if (!faults.IsNone)
                faulty.Add((script.Run, faults));
        }

        var calls = scripts.Values.Sum(s => s.Steps.Sum(step => step.Calls.Count));
        return new(plan.Seed, plan.Runs, plan.Replicas, took)
        {
            Faulty = faulty,
            TakeOvers = TakeOvers.Of(tormentor.Done, _asked, owners.TakenAt, _time),
            Steps = scripts.Values.Sum(s => s.Steps.Count),
            Results = calls,
            AskedAgain = model.AskedAgain,
            QueriedAgain = await ledger.CountQueriesAsync(cancellationToken) - calls,
            Unwilling = tormentor.Unwilling,
            LoggedErrors = [.. fleet.Replicas.SelectMany(r => ErrorsIn(r.LogText))],
        };
    }

    /// <summary>The line after the level and the name of the log: what happened, without numbers that differ.</summary>
    private static IEnumerable<string> ErrorsIn(string log)
    {
        var lines = log.Split('\n');
        return Enumerable.Range(0, lines.Length)
            .Where(i => lines[i].StartsWith("fail:", StringComparison.Ordinal) || lines[i].StartsWith("crit:", StringComparison.Ordinal)
                || lines[i].StartsWith("Unhandled", StringComparison.Ordinal))
            .Select(i => $"{lines[i].Trim()} {string.Join(' ', lines.Skip(i + 1).Take(2).Select(l => l.Trim()))}");
    }
}
