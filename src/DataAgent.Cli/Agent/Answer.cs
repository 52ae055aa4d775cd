using DataAgent.Agent;
using DataAgent.Cli.Output;
using DataAgent.Cli.Visualizations;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Visualizations;
using DataAgent.Visualizations.Pictures;

namespace DataAgent.Cli.Agent;

/// <summary>What a run's events come to: its text, tables and charts, and how it ended.</summary>
internal sealed class Answer(Member member, Guid conversationId, Guid runId, ResultStore storedResults, ChartStore storedCharts)
{
    private readonly StepTexts _text = new();
    private readonly List<TableArtifact> _tables = [];
    private readonly List<ChartArtifact> _charts = [];
    private readonly Dictionary<Guid, string> _files = [];
    private TokenUsage _tokens = TokenUsage.None;
    private string? _detail;

    public Guid ConversationId => conversationId;

    public RunStatus Status { get; private set; } = RunStatus.Running;

    public void Take(AgentEvent happened)
    {
        _text.Take(happened);
        switch (happened)
        {
            case ToolFinished { Artifact: TableArtifact table }:
                _tables.Add(table);
                break;
            case ToolFinished { Artifact: ChartArtifact chart }:
                _charts.Add(chart);
                break;
            case UsageReported reported:
                _tokens += reported.Usage;
                break;
            case RunEnded ended:
                (Status, _detail) = (ended.Status, ended.Detail);
                break;
        }
    }

    /// <summary>Saves the charts there are as pictures.</summary>
    /// <returns>The files.</returns>
    public async Task<IReadOnlyList<string>> SaveChartsAsync(ChartPictures pictures, string folder, CancellationToken cancellationToken)
    {
        foreach (var (index, chart) in _charts.Index())
        {
            if (await pictures.DrawAsync(member, chart.ChartId, new PictureOptions(), cancellationToken) is not { } png)
                continue;
            var file = Path.Combine(folder, PictureFile.Name(index + 1, chart.Spec.Title));
            await PictureFile.WriteAsync(file, png, cancellationToken);
            _files[chart.ChartId] = file;
        }

        return [.. _files.Values];
    }

    public Task<ResultTable?> FindTableAsync(Guid resultId, CancellationToken cancellationToken) =>
        storedResults.FindAsync(member, resultId, cancellationToken);

    public async Task<object> JsonAsync(CancellationToken cancellationToken)
    {
        List<object> results = [], charts = [];
        foreach (var artifact in _tables)
        {
            if (await FindTableAsync(artifact.ResultId, cancellationToken) is { } table)
                results.Add(ResultOutput.Json(artifact.ResultId, table));
        }

        foreach (var chart in _charts)
        {
            charts.Add(new
            {
                chart.ChartId,
                chart.Spec,
                figure = await storedCharts.FindFigureAsync(member, chart.ChartId, cancellationToken),
                file = _files.GetValueOrDefault(chart.ChartId),
            });
        }

        return new
        {
            type = "answer",
            text = _text.ToString(),
            conversationId,
            runId,
            Status,
            detail = _detail,
            tokens = _tokens,
            results,
            charts,
        };
    }
}
