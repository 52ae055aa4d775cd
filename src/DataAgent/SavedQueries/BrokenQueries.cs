namespace DataAgent.SavedQueries;

/// <summary>Saved queries that the guard would refuse against a schema.</summary>
/// <param name="Queries">Those that the member may see.</param>
/// <param name="Hidden">How many more: private ones of others; for a viewer all. They are counted, never named.</param>
public sealed record BrokenQueries(IReadOnlyList<BrokenQuery> Queries, int Hidden)
{
    public bool IsEmpty => Queries.Count + Hidden == 0;

    /// <summary>A sentence on those without a name here; null when there are none.</summary>
    public string? HiddenInWords => Hidden switch
    {
        0 => null,
        1 => Queries.Count == 0 ? "One saved query that is not yours to see." : "One more that is not yours to see.",
        _ => Queries.Count == 0 ? $"{Hidden} saved queries that are not yours to see." : $"{Hidden} more that are not yours to see.",
    };
}

/// <param name="Reason">What the guard says of it, with what to do.</param>
public sealed record BrokenQuery(Guid Id, string Name, string Reason);
