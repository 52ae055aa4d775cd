using System.Text.Json.Nodes;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Visualizations;

/// <summary>What became of a chart that a reader chose.</summary>
public abstract record ChartDraft
{
    private ChartDraft() { }

    /// <summary>It can be drawn from the stored rows.</summary>
    public sealed record Ready : ChartDraft
    {
        internal Ready(ChartContent content) => Content = content;

        internal ChartContent Content { get; }

        public JsonObject Figure() => FigureBuilder.Build(Content);
    }

    /// <summary>There is no such result, or it is not the member's to see.</summary>
    public sealed record NoResult : ChartDraft;

    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : ChartDraft;
}

/// <summary>Charts that a reader chooses over a result: no model, no query, and nothing is kept.</summary>
public sealed class ChartDesk(ResultStore results)
{
    public async Task<ChartDraft> DrawAsync(Member member, Guid resultId, ChartChoice choice, CancellationToken cancellationToken)
    {
        // Whose result it is comes first: others learn nothing of its columns.
        if (await results.FindAsync(member, resultId, cancellationToken) is not { } table)
            return new ChartDraft.NoResult();
        if (choice.Over(resultId, out var errors) is not { } spec)
            return new ChartDraft.Invalid(errors);
        return FigureCheck.Check(table, spec) is { } problem
            ? new ChartDraft.Invalid([problem])
            : new ChartDraft.Ready(ChartReader.Read(table, spec));
    }
}
