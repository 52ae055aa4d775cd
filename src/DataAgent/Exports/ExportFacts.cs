using DataAgent.Queries;

namespace DataAgent.Exports;

/// <summary>What a file says about itself.</summary>
/// <param name="Question">Asked in words; <c>null</c> when there was none, or it is not known.</param>
public sealed record ExportFacts(string Project, string Sql, string? Question, DateTimeOffset RanAt);

/// <param name="Rows">How many the file holds.</param>
/// <param name="CutReason">Why there are no more, though the query has more; <c>null</c>: the file is whole.</param>
public sealed record ExportEnd(long Rows, string? CutReason)
{
    public bool IsCut => CutReason is not null;
}
