using DataAgent.Drill;

// scripts/drill [runs] [replicas] [--seed N]: see docs/guide/operations.md.
if (Arguments.Read(args) is not { } plan)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
var folder = Directory.CreateTempSubdirectory("dataagent-drill-").FullName;
try
{
    var outcome = await new Drill(plan, folder, Console.Out).RunAsync(stop.Token);
    outcome.Write(Console.Out);
    return outcome.ExitCode;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
finally
{
    if (plan.Logs is { } logs)
    {
        Directory.CreateDirectory(logs);
        foreach (var log in Directory.EnumerateFiles(folder, "*.log"))
            File.Copy(log, Path.Combine(logs, Path.GetFileName(log)), overwrite: true);
    }

    Directory.Delete(folder, recursive: true);
}
