using System.CommandLine;
using DataAgent.Visualizations.Pictures;

namespace DataAgent.Cli.Visualizations;

internal static class SaveChartCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var chart = new Argument<Guid>("chart-id") { Description = "As ask shows it." };
        var picture = new PictureArguments();
        return commands.Create("save", "Save a chart of an answer as a PNG picture.", async (run, cancellationToken) =>
        {
            var options = picture.Options(run);
            if (options.Check() is { Count: > 0 } errors)
                return run.Refuse(errors);
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (await run.Get<ChartPictures>().DrawAsync(member, run.Value(chart), options, cancellationToken) is not { } png)
                return run.Refuse("There is no such chart in this project, or it isn't yours to see. Ask again to draw it anew.");
            await picture.WriteAsync(run, png, cancellationToken);
            return CommandLine.Ok;
        }, [chart, slug, .. picture.All]);
    }
}
