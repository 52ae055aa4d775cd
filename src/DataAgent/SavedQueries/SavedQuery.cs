namespace DataAgent.SavedQueries;

/// <summary>A query kept under a name, as it is now.</summary>
public sealed class SavedQuery
{
    public Guid Id { get; set; }
    public Guid ProjectId { get; set; }

    /// <summary>Who saved it: they alone edit it, and see it while it is not shared.</summary>
    public Guid UserId { get; set; }

    public required string Name { get; set; }
    public string Description { get; set; } = "";
    public required string Sql { get; set; }

    /// <summary>A list of <see cref="QueryParameter"/> as JSON.</summary>
    public required string Parameters { get; set; }

    public bool IsShared { get; set; }

    /// <summary>1, 2, 3 …: each edit makes the next one.</summary>
    public int Version { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>What a saved query was at one time, the current one included.</summary>
public sealed class SavedQueryVersion
{
    public Guid SavedQueryId { get; set; }
    public int Version { get; set; }
    public required string Name { get; set; }
    public string Description { get; set; } = "";
    public required string Sql { get; set; }
    public required string Parameters { get; set; }
    public bool IsShared { get; set; }
    public DateTimeOffset At { get; set; }
}
