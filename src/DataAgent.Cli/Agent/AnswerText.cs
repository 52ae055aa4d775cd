using DataAgent.Agent;
using DataAgent.Cli.Output;

namespace DataAgent.Cli.Agent;

/// <summary>Shows a run to a person while it happens: text as it streams, each query with its table, charts by name, and how it ended.</summary>
internal sealed class AnswerText(CliStreams streams, Answer answer)
{
    private const int MostRows = 20;
    private bool _midLine;

    public async Task ShowAsync(AgentEvent happened, CancellationToken cancellationToken)
    {
        switch (happened)
        {
            case TextDelta delta:
                Write(delta.Text);
                break;
            case ContextSummarized:
                Note("Earlier messages were summarised for the model.");
                break;
            case StepReset:
                Note("The answer broke off and is written again:");
                break;
            case RetryWait wait:
                Note($"Waiting {wait.Seconds:0.#} s: {wait.Reason}");
                break;
            case ToolFinished { Artifact: TableArtifact table }:
                await ShowTableAsync(table, cancellationToken);
                break;
            case ToolFinished { Artifact: ChartArtifact chart }:
                Line($"[{chart.Spec.Type.ToString().ToLowerInvariant()} chart{(chart.Spec.Title is { } title ? $": {title}" : "")}, id {chart.ChartId}]");
                break;
            case ToolFinished { Artifact: RefusalArtifact refusal }:
                Line(refusal.Sql);
                foreach (var reason in refusal.Reasons)
                    Line($"  did not run: {reason}");
                break;
            case ToolFinished { IsError: true } tool:
                Line($"  {tool.Tool}: {tool.Summary}");
                break;
            case RunEnded ended:
                End(ended);
                break;
        }
    }

    private async Task ShowTableAsync(TableArtifact artifact, CancellationToken cancellationToken)
    {
        Line("");
        Line(artifact.Sql);
        Line("");
        if (await answer.FindTableAsync(artifact.ResultId, cancellationToken) is { } table)
            ResultOutput.Write(streams.Output, table, MostRows);
        Line("");
    }

    private void End(RunEnded ended)
    {
        Note(ended switch
        {
            { Status: RunStatus.Done } => "Done.",
            { Status: RunStatus.StepLimit } => $"The step limit was reached. {ended.Detail}",
            _ => $"{char.ToUpperInvariant(ended.Status.ToString()[0])}{ended.Status.ToString()[1..].ToLowerInvariant()}. {ended.Detail}",
        });
        Note($"Go on with: --conversation {answer.ConversationId}");
    }

    private void Line(string text)
    {
        if (_midLine)
            streams.Output.WriteLine();
        _midLine = false;
        Write(text);
        streams.Output.WriteLine();
        _midLine = false;
    }

    private void Note(string text)
    {
        if (_midLine)
            streams.Output.WriteLine();
        _midLine = false;
        streams.Error.WriteLine(text.TrimEnd());
    }

    // A model's or a database's text must not steer the terminal.
    private void Write(string text)
    {
        foreach (var c in text.Where(c => !char.IsControl(c) || c is '\n' or '\t'))
        {
            streams.Output.Write(c);
            _midLine = c != '\n';
        }

        streams.Output.Flush();
    }
}
