using System.CommandLine;
using DataAgent.Cli.Output;
using DataAgent.Operations;

namespace DataAgent.Cli.Operations;

internal static class StatusCommand
{
    public static Command Create(CommandBuilder commands) => commands.Create(
        "status", "Tell how the platform fares: versions, servers, queries and models of late.",
        async (run, cancellationToken) =>
        {
            var user = await run.GetUserAsync(cancellationToken);
            if (await run.Get<OperationsStore>().FindAsync(user, cancellationToken) is not { } report)
                return run.Refuse("Only a platform administrator sees how the platform fares.");
            run.Report.One(report, output => Write(output, report));
            return CommandLine.Ok;
        });

    private static void Write(TextWriter output, OperationsReport report)
    {
        output.WriteLine($"Data Agent {report.Versions.Product}, PostgreSQL {report.Versions.PostgreSql}, migration {report.Versions.Migration}");
        output.WriteLine($"{report.Connections.Open} of {report.Connections.Limit} connections to the platform's database, {report.Connections.Active} at work; {report.Waiting} runs wait for a server");
        Write(output, "Servers", report.Servers, ("FROM", s => s.Address ?? "this machine"), ("SINCE", s => $"{s.Since:yyyy-MM-dd HH:mm}"), ("LIVE RUNS", s => $"{s.LiveRuns}"));
        Write(output, "Queries of the last hour", report.Queries, ("OUTCOME", q => q.Outcome), ("KIND", q => q.Kind), ("COUNT", q => $"{q.Count}"));
        Write(output, "Slowest queries of the last day", report.Slowest,
            ("PROJECT", q => q.Project), ("AT", q => $"{q.At:yyyy-MM-dd HH:mm}"), ("OUTCOME", q => q.Outcome), ("MS", q => $"{q.Milliseconds}"), ("RELATIONS", q => $"{q.Relations}"));
        Write(output, "Errors of models in the last day", report.ModelErrors, ("PROVIDER", e => e.Provider), ("REASON", e => e.Reason), ("COUNT", e => $"{e.Count}"));
    }

    private static void Write<T>(TextWriter output, string heading, IReadOnlyList<T> items, params (string Heading, Func<T, string> Cell)[] columns)
    {
        if (items.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine(heading);
        TextTable.Write(
            output, [.. columns.Select(c => c.Heading)], [.. items.Select(item => columns.Select(c => (string?)c.Cell(item)).ToArray())],
            [.. columns.Select(c => c.Heading is "MS" or "COUNT" or "RELATIONS" or "LIVE RUNS")]);
    }
}
