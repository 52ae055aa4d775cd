using System.CommandLine;
using DataAgent.Visualizations;
using DataAgent.Visualizations.Pictures;

namespace DataAgent.Cli.Visualizations;

/// <summary>A chart of one's own choice over the rows of a result, as the page's button <em>Chart</em> gives.</summary>
internal static class DrawChartCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var result = new Argument<Guid>("result-id") { Description = "As ask and query show it." };
        var type = new Option<string>("--type") { Description = "bar, line, scatter, pie, histogram or heatmap.", Required = true };
        var x = new Option<string>("--x-column") { Description = "Column of the x axis; for a pie the names.", HelpName = "column", Required = true };
        var y = Column("--y-column", "Column of the y axis, a number for most charts; without one, bar, pie and histogram count rows.");
        var color = Column("--color-column", "Column that colors bars, lines or points; for a heatmap the number of each cell.");
        var group = Column("--group-column", "Column that splits the rows into series.");
        var title = new Option<string?>("--title") { Description = "What the picture is called.", HelpName = "text" };
        var picture = new PictureArguments();
        return commands.Create("draw", "Draw the rows of a result as a chart of your choice, as a PNG picture.", async (run, cancellationToken) =>
        {
            var options = picture.Options(run);
            if (options.Check() is { Count: > 0 } errors)
                return run.Refuse(errors);
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var choice = new ChartChoice(run.Value(type), run.Value(x), run.Find(y), run.Find(color), run.Find(group), run.Find(title));
            switch (await run.Get<ChartDesk>().DrawAsync(member, run.Value(result), choice, cancellationToken))
            {
                case ChartDraft.Ready ready:
                    await picture.WriteAsync(run, await run.Get<ChartPictures>().DrawAsync(ready, options, cancellationToken), cancellationToken);
                    return CommandLine.Ok;
                case ChartDraft.Invalid invalid:
                    return run.Refuse(invalid.Errors);
                default:
                    return run.Refuse("There is no such result in this project, or it isn't yours to see. Run the query again to get one.");
            }
        }, [result, slug, type, x, y, color, group, title, .. picture.All]);
    }

    private static Option<string?> Column(string name, string description) => new(name) { Description = description, HelpName = "column" };
}
