using System.IO.Pipelines;
using DataAgent.Exports;

namespace DataAgent.Queries;

/// <param name="From">The door it was asked through. In the audit log an export has a door of its own, and this beside it.</param>
public sealed record ExportRequest(string Sql, ExportOptions Options, QueryDoor From)
{
    /// <summary>What was asked in words, for the file to say.</summary>
    public string? Question { get; init; }

    public Guid? ConversationId { get; init; }

    /// <summary>Find out before the first row whether the export will be cut, so that the file's name can say it. Costs a pass over the rows.</summary>
    public bool LooksAhead { get; init; }
}

/// <summary>What is known when the first row is there, before anything is written.</summary>
/// <param name="FileName">Says that it is cut, when that is known.</param>
/// <param name="IsCut"><c>null</c>: known only at the end.</param>
public sealed record ExportStart(string FileName, string ContentType, bool? IsCut);

/// <summary>Where a file goes; asked for once, when it is sure that there is one.</summary>
public delegate PipeWriter ExportTarget(ExportStart start);

/// <summary>What became of an export. A stop by the caller is an <see cref="OperationCanceledException"/>.</summary>
public abstract record ExportOutcome
{
    private ExportOutcome() { }

    /// <summary>The file is written whole, to the end that it says.</summary>
    public sealed record Done(ExportEnd End) : ExportOutcome;

    /// <summary>No such result, or not the member's to see.</summary>
    public sealed record NotFound : ExportOutcome;

    /// <summary>It did not come to its end.</summary>
    /// <param name="Why">Not permitted, refused or failed, as any query.</param>
    /// <param name="HasBegun">Part of the file is written: it must not be taken for a whole one.</param>
    public sealed record No(QueryOutcome Why, bool HasBegun) : ExportOutcome;
}
