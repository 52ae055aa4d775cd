using System.CommandLine;
using System.Diagnostics;
using System.Text;
using DataAgent.Cli.Output;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Cli.Queries;

internal static class QueryCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var sql = new Option<string>("--sql") { Description = "One SELECT; - reads it from standard input.", HelpName = "text", Required = true };
        var format = new Option<string>("--format") { Description = "How rows are written.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json", "csv", "xlsx");
        var file = new Option<string?>("--output") { Description = "Write to this file instead of standard output.", HelpName = "file" };
        return commands.Create("query", "Run one SELECT through the gate, with the project's limits.", async (run, cancellationToken) =>
        {
            var form = run.Report.Form == OutputForm.Text ? run.Value(format) : "json";
            if (form == "xlsx")
                throw new WrongUsageException("--format xlsx is not available yet. Use csv.");
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var text = await run.ReadAsync(run.Value(sql), whole: true, cancellationToken) ?? "";
            var outcome = await run.Get<QueryRunner>().RunAsync(member, new QueryRequest(text, QueryDoor.CommandLine), cancellationToken);
            if (outcome is QueryOutcome.Ran ran)
            {
                await WriteAsync(run, ran, form, run.Find(file), cancellationToken);
                return CommandLine.Ok;
            }

            Explain(run, outcome, form);
            return CommandLine.Failed;
        }, slug, sql, format, file);
    }

    private static async Task WriteAsync(CliRun run, QueryOutcome.Ran ran, string form, string? file, CancellationToken cancellationToken)
    {
        using var writer = new StringWriter { NewLine = form == "csv" ? "\r\n" : "\n" };
        if (form == "json")
            writer.WriteLine(CliJson.Write(ResultOutput.Json(ran.ResultId, ran.Table)));
        else if (form == "csv")
            CsvOutput.Write(writer, ran.Table);
        else
            ResultOutput.Write(writer, ran.Table, int.MaxValue);

        if (ran.Table.Truncated && form == "csv")
            await run.Streams.Error.WriteLineAsync($"Only the first {ran.Table.Rows.Count:N0} rows: {ran.Table.CutReason ?? "there are more"}.");
        if (file is null)
        {
            await run.Streams.Output.WriteAsync(writer.ToString());
            return;
        }

        try
        {
            await File.WriteAllTextAsync(file, writer.ToString(), new UTF8Encoding(false), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"'{file}' cannot be written. Choose another file, or mend the folder's rights.");
        }

        await run.Streams.Error.WriteLineAsync($"Wrote {ran.Table.Rows.Count:N0} rows to {file}.");
    }

    private static void Explain(CliRun run, QueryOutcome outcome, string form)
    {
        (object Json, IEnumerable<string> Sentences) said = outcome switch
        {
            QueryOutcome.NotPermitted no => (new { status = "not_permitted", no.Advice }, [no.Advice]),
            QueryOutcome.Refused refused => (new { status = "refused", refused.Reasons }, refused.Reasons.Select(r => r.Message)),
            QueryOutcome.Failed failed => (new { status = "failed", failed.SqlState, failed.Advice, failed.Position }, [failed.Advice]),
            _ => throw new UnreachableException(),
        };
        foreach (var sentence in said.Sentences)
            run.Streams.Error.WriteLine(sentence);
        if (form == "json")
            run.Streams.Output.WriteLine(CliJson.Write(said.Json));
    }
}
