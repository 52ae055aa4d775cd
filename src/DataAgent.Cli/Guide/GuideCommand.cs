using System.CommandLine;
using DataAgent.Cli.Output;
using DataAgent.Guide;

namespace DataAgent.Cli.Guide;

/// <summary>The guide in the terminal, without starting anything.</summary>
internal static class GuideCommand
{
    /// <summary>What the help of the program ends with.</summary>
    public const string Pointer = "The guide: dataagent guide, or /guide on the page.";

    public static Command Create(CliStreams streams)
    {
        var page = new Argument<string?>("page")
        {
            Description = "A page of the guide; without one, its contents.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("guide", "Read the guide.") { page };
        command.SetAction(parsed => Run(streams, CommandBuilder.FormOf(parsed), parsed.GetValue(page)));
        return command;
    }

    private static int Run(CliStreams streams, OutputForm form, string? name)
    {
        var report = new Report(streams.Output, form);
        if (name is null)
        {
            WriteContents(report);
            return CommandLine.Ok;
        }

        if (GuideBook.Find(name) is not { } page)
        {
            streams.Error.WriteLine($"The guide has no page '{name}'.{GuideBook.Hint(name)} List them with: dataagent guide");
            return CommandLine.Failed;
        }

        report.One(page, output => output.Write(GuideText.Of(page.Markdown)));
        return CommandLine.Ok;
    }

    private static void WriteContents(Report report)
    {
        if (report.Form != OutputForm.Text)
        {
            report.List("pages", [.. GuideBook.Groups.SelectMany(
                group => group.Pages.Select(page => new { group = group.Title, page.Name, page.Title, page.Summary }))]);
            return;
        }

        var width = GuideBook.Pages.Max(page => page.Name.Length);
        foreach (var group in GuideBook.Groups)
        {
            report.Output.WriteLine(group.Title);
            foreach (var page in group.Pages)
                report.Output.WriteLine($"  {page.Name.PadRight(width)}  {page.Summary}");
            report.Output.WriteLine();
        }

        report.Output.WriteLine("Read one with: dataagent guide PAGE");
    }
}
