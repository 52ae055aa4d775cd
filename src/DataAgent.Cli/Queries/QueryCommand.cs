using System.CommandLine;
using System.Diagnostics;
using System.Text;
using DataAgent.Cli.Output;
using DataAgent.Exports;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Cli.Queries;

internal static class QueryCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var sql = new Option<string>("--sql") { Description = "One SELECT; - reads it from standard input.", HelpName = "text", Required = true };
        var format = new Option<string>("--format") { Description = "How rows are written; csv, xlsx and jsonl export the whole result.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json", "csv", "xlsx", "jsonl");
        var file = new Option<string?>("--output") { Description = "Write to this file instead of standard output.", HelpName = "file" };
        var mark = new Option<bool>("--bom") { Description = "Begin a CSV with a byte order mark, which Excel needs to read it as UTF-8." };
        var formulas = new Option<bool>("--keep-formulas") { Description = "Put no apostrophe before texts of a CSV that a spreadsheet program would run as formulas." };
        return commands.Create("query", "Run one SELECT through the gate, with the project's limits.", async (run, cancellationToken) =>
        {
            var form = run.Report.Form == OutputForm.Text ? run.Value(format) : "json";
            var export = ExportFormats.Find(form) is { } known
                ? new ExportOptions(known) { WithByteOrderMark = run.Find(mark), GuardsFormulas = !run.Find(formulas) }
                : null;
            if (export?.Format == ExportFormat.Xlsx && run.Find(file) is null)
                throw new WrongUsageException("An Excel file goes into a file: name it with --output.");
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var text = await run.ReadAsync(run.Value(sql), whole: true, cancellationToken) ?? "";
            if (export is not null)
                return await ExportOutput.RunAsync(run, member, new ExportRequest(text, export, QueryDoor.CommandLine), run.Find(file), cancellationToken);
            var outcome = await run.Get<QueryRunner>().RunAsync(member, new QueryRequest(text, QueryDoor.CommandLine), cancellationToken);
            if (outcome is QueryOutcome.Ran ran)
            {
                await WriteAsync(run, ran, form, run.Find(file), cancellationToken);
                return CommandLine.Ok;
            }

            Explain(run, outcome, asJson: form == "json");
            return CommandLine.Failed;
        }, slug, sql, format, file, mark, formulas);
    }

    public static void Explain(CliRun run, QueryOutcome outcome, bool asJson)
    {
        (object Json, IEnumerable<string> Sentences) said = outcome switch
        {
            QueryOutcome.NotPermitted no => (new { status = "not_permitted", no.Advice }, [no.Advice]),
            QueryOutcome.RoleNotAccepted(var standing) => (
                new { status = "role_not_accepted", standing.Advice, findings = standing.Findings.Select(f => f.Name) }, [standing.Advice]),
            QueryOutcome.Refused refused => (new { status = "refused", refused.Reasons }, refused.Reasons.Select(r => r.Message)),
            QueryOutcome.Failed failed => (new { status = "failed", failed.SqlState, failed.Advice, failed.Position }, [failed.Advice]),
            _ => throw new UnreachableException(),
        };
        foreach (var sentence in said.Sentences)
            run.Streams.Error.WriteLine(sentence);
        if (asJson)
            run.Streams.Output.WriteLine(CliJson.Write(said.Json));
    }

    private static async Task WriteAsync(CliRun run, QueryOutcome.Ran ran, string form, string? file, CancellationToken cancellationToken)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        if (form == "json")
            writer.WriteLine(CliJson.Write(ResultOutput.Json(ran.ResultId, ran.Table)));
        else
            ResultOutput.Write(writer, ran.Table, int.MaxValue);

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
}
