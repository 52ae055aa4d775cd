using System.ComponentModel;
using DataAgent.Queries;
using DataAgent.Visualizations;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Tools;

internal sealed class CreateVisualizationTool(ResultStore results, ChartStore charts) : IAgentTool
{
    public AIFunction Function => field ??= ToolFunction.Create(RunAsync, "create_visualization");

    [Description("""
        Draws a chart from a result of execute_sql and shows it to the person. The figures come from the stored rows; you give no values.
        Shape the data in SQL first: one row a bar or point, sorted as it shall appear, 50 categories at most.
        bar compares categories, line shows time, scatter relates two numbers, pie shows few parts of a whole, histogram spreads one number (x only), heatmap crosses two categories (color_column is the number).
        """)]
    private async Task<ToolOutcome> RunAsync(
        [Description("The result_id that execute_sql gave.")] string result_id,
        [Description("One of: bar, line, scatter, pie, histogram, heatmap.")] string chart_type,
        [Description("Column for the x axis; for pie the labels.")] string x_column,
        ToolContext context,
        CancellationToken cancellationToken,
        [Description("Column for the y axis, a number for most charts; for pie the sizes. Not for histogram.")] string? y_column = null,
        [Description("A short title that says what is shown.")] string? title = null,
        [Description("Text at the x axis, with the unit.")] string? x_label = null,
        [Description("Text at the y axis, with the unit.")] string? y_label = null,
        [Description("Column that colors the points or bars; for heatmap the number of each cell.")] string? color_column = null,
        [Description("Column that splits the data into series.")] string? group_column = null)
    {
        if (!Guid.TryParse(result_id, out var id) || await results.FindAsync(context.Member, id, cancellationToken) is not { } table)
            return ToolOutcome.Error("There is no such result. Run the query with execute_sql and give the result_id it returns.");
        var choice = new ChartChoice(chart_type, x_column, y_column, color_column, group_column, title, x_label, y_label);
        if (choice.Over(id, out var errors) is not { } spec)
            return ToolOutcome.Error(string.Join(" ", errors.Select(e => e.Message)));
        if (FigureBuilder.Check(table, spec) is { } problem)
            return ToolOutcome.Error(DataFence.Neutralise(problem));
        var notes = ChartReader.Read(table, spec).Notes;
        var chart = await charts.AddAsync(context.Member, spec, cancellationToken);
        return new($"The chart is drawn and shown to the person. Do not describe it point by point.{Told(notes)}", Artifact: new ChartArtifact(chart, spec));
    }

    /// <summary>The person reads these below the chart: the answer must not say otherwise.</summary>
    private static string Told(IReadOnlyList<string> notes) => notes.Count == 0 ? ""
        : $"\nBelow it stands: {DataFence.Neutralise(string.Join(" ", notes))} If that is not what was asked, shape the data in SQL and draw it again.";
}
