using System.CommandLine;
using System.Globalization;
using System.Text;
using DataAgent.Cli.Output;
using DataAgent.Evals;
using DataAgent.Projects;
using DataAgent.Usage;

namespace DataAgent.Cli.Evals;

internal static class RunEvalCommand
{
    private const int MostAtOnce = 16;

    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var file = new Option<string>("--file") { Description = "Cases, one JSON object a line; - reads standard input.", HelpName = "path", Required = true };
        var provider = new Option<string?>("--provider") { Description = $"Who answers instead of the project's provider: {string.Join(", ", ProjectSettings.Providers)}.", HelpName = "text" };
        var model = new Option<string?>("--model") { Description = "Its model.", HelpName = "text" };
        var parallel = new Option<int>("--parallel") { Description = $"Cases asked side by side, 1 to {MostAtOnce}.", HelpName = "number", DefaultValueFactory = _ => 1 };
        var keep = new Option<bool>("--keep") { Description = "Leave the conversations, to look at them." };
        var html = new Option<string?>("--html") { Description = "Also write the report as a page.", HelpName = "path" };
        var prices = new Option<string?>("--prices") { Description = "Prices of a million tokens: input,output or input,output,cache read,cache write; then the cost is told.", HelpName = "numbers" };
        return commands.Create("run", "Ask questions whose right answers are known, and say which came out right. Exits with 1 unless all did.", async (run, cancellationToken) =>
        {
            var cases = await ReadAsync(run, run.Value(file), cancellationToken);
            if (run.Find(provider) is { } name && !ProjectSettings.Providers.Contains(name))
                throw new WrongUsageException($"There is no provider '{name}'. Choose one of {string.Join(", ", ProjectSettings.Providers)}.");
            if (run.Value(parallel) is < 1 or > MostAtOnce)
                throw new WrongUsageException($"--parallel is a number from 1 to {MostAtOnce}.");
            var settings = new EvalSettings(run.Find(provider), run.Find(model), run.Value(parallel), run.Find(keep), Prices(run.Find(prices)));

            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (!member.MayRunSql)
                return run.Refuse("Running cases needs the role analyst or admin, as their reference SQL is run. Ask a project admin for the role.");
            var report = await run.Get<EvalRunner>().RunAsync(member, cases, settings, result => Tell(run, result), cancellationToken);
            if (run.Find(html) is { } page)
                await File.WriteAllTextAsync(page, EvalHtml.Write(report), Encoding.UTF8, cancellationToken);
            if (run.Report.Form == OutputForm.Text)
                Summarise(run.Report.Output, report);
            else
                run.Report.Output.WriteLine(CliJson.Write(report));
            return report.Passed == report.Total ? CommandLine.Ok : CommandLine.Failed;
        }, slug, file, provider, model, parallel, keep, html, prices);
    }

    private static async Task<IReadOnlyList<EvalCase>> ReadAsync(CliRun run, string file, CancellationToken cancellationToken)
    {
        try
        {
            var text = file == "-" ? await run.Streams.Input.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, cancellationToken);
            return EvalFile.Read(text.Split('\n'));
        }
        catch (FormatException e)
        {
            throw new WrongUsageException(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"The file {file} cannot be read. Give the path of a file with one JSON object a line.");
        }
    }

    private static TokenPrices? Prices(string? text)
    {
        return text is null ? null : TokenPrices.Parse(text) ?? throw new WrongUsageException($"--prices takes {TokenPrices.Form}.");
    }

    private static void Tell(CliRun run, EvalResult result)
    {
        if (run.Report.Form == OutputForm.JsonLines)
            run.Report.Output.WriteLine(CliJson.Write(result));
        else if (run.Report.Form == OutputForm.Text)
            run.Report.Output.WriteLine(result.IsPassed
                ? $"right  {result.Question}{(result.ExtraColumns.Count > 0 ? $"  (also {string.Join(", ", result.ExtraColumns)})" : "")}"
                : $"WRONG  {result.Question}\n       {string.Join(" ", result.Reasons.Select(r => r.Text))}");
    }

    private static void Summarise(TextWriter output, EvalReport report)
    {
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Passed} of {report.Total} right ({report.Score:P0}), {report.Provider} {report.Model}").TrimEnd());
        if (report.ReasonCounts.Count > 0)
            output.WriteLine(string.Join(", ", report.ReasonCounts.Select(r => $"{r.Value} {r.Key.Replace('_', ' ')}")));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median {report.MedianSeconds:0.00} s; tokens: {report.Tokens.Input:N0} in, {report.Tokens.Output:N0} out, {report.Tokens.CacheRead:N0} from cache")
            + (report.Cost is { } cost ? string.Create(CultureInfo.InvariantCulture, $"; cost {cost:0.####}") : ""));
    }
}
