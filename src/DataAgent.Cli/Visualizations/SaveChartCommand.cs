using System.CommandLine;
using DataAgent.Visualizations.Pictures;

namespace DataAgent.Cli.Visualizations;

internal static class SaveChartCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var chart = new Argument<Guid>("chart-id") { Description = "As ask shows it." };
        var file = new Option<string>("--output", "-o") { Description = "The file to write.", HelpName = "file.png", Required = true };
        var width = new Option<int>("--width") { Description = "In pixels, 200 to 4000.", DefaultValueFactory = _ => new PictureOptions().Width };
        var height = new Option<int>("--height") { Description = "In pixels, 200 to 4000.", DefaultValueFactory = _ => new PictureOptions().Height };
        var theme = new Option<PictureTheme>("--theme") { Description = "light or dark.", DefaultValueFactory = _ => PictureTheme.Light };
        return commands.Create("save", "Save a chart of an answer as a PNG picture.", async (run, cancellationToken) =>
        {
            var options = new PictureOptions(run.Value(width), run.Value(height), run.Value(theme));
            if (options.Check() is { Count: > 0 } errors)
                return run.Refuse(errors);
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (await run.Get<ChartPictures>().DrawAsync(member, run.Value(chart), options, cancellationToken) is not { } png)
                return run.Refuse("There is no such chart in this project, or it isn't yours to see. Ask again to draw it anew.");
            await PictureFile.WriteAsync(run.Value(file), png, cancellationToken);
            await run.Streams.Error.WriteLineAsync($"Wrote {run.Value(file)}.");
            return CommandLine.Ok;
        }, chart, slug, file, width, height, theme);
    }
}
