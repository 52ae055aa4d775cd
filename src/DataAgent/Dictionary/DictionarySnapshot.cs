namespace DataAgent.Dictionary;

/// <summary>One version of a project's dictionary. Versions count up from 1 within a project.</summary>
public sealed class DictionarySnapshot
{
    public Guid Id { get; set; }
    public Guid ProjectId { get; set; }
    public int Version { get; set; }
    public DateTimeOffset GeneratedAt { get; set; }

    /// <summary>A <see cref="DataDictionary"/> as JSON.</summary>
    public required string Content { get; set; }
}
