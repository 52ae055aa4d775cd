using DataAgent.Agent;

namespace DataAgent.Evals;

/// <summary>What a run's events come to, as far as a case is judged by it.</summary>
internal sealed class AskedCase
{
    private readonly StepTexts _text = new();

    public RunStatus Status { get; private set; } = RunStatus.Running;

    public TableArtifact? Table { get; private set; }

    public string? Refusal { get; private set; }

    public TokenUsage Tokens { get; private set; } = TokenUsage.None;

    public int Steps { get; private set; }

    public double Seconds { get; set; }

    /// <summary>The run did not come to an answer.</summary>
    public EvalReason? Problem { get; private set; }

    public string Text => _text.ToString();

    public void Fail(string message) => Problem = new(EvalReasonCode.Failed, message);

    public void Take(AgentEvent happened)
    {
        _text.Take(happened);
        switch (happened)
        {
            case StepStarted step:
                Steps = Math.Max(Steps, step.Step);
                break;
            case ToolFinished { Artifact: TableArtifact table }:
                (Table, Refusal) = (table, null);
                break;
            case ToolFinished { Artifact: RefusalArtifact refusal }:
                Refusal = string.Join(" ", refusal.Reasons);
                break;
            case UsageReported { Usage: var u }:
                Tokens += u;
                break;
            case RunEnded ended:
                Status = ended.Status;
                if (ended.Status != RunStatus.Done)
                    Problem = new(ended.Status == RunStatus.Refused ? EvalReasonCode.Refused : EvalReasonCode.Failed, ended.Detail ?? $"The run ended as {ended.Status}.");
                break;
        }
    }
}
