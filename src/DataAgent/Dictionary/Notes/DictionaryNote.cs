namespace DataAgent.Dictionary.Notes;

/// <summary>What a project's admins wrote about a table or one of its columns. Kept by name, so that it outlives every refresh.</summary>
public sealed class DictionaryNote
{
    public Guid ProjectId { get; set; }
    public required string TableName { get; set; }

    /// <summary>Empty: about the table itself.</summary>
    public string ColumnName { get; set; } = "";

    public string Description { get; set; } = "";
    public List<string> Synonyms { get; set; } = [];
    public string Unit { get; set; } = "";

    /// <summary>Why it should be left alone; empty when it may be used.</summary>
    public string DoNotUse { get; set; } = "";

    /// <summary>No value of it is read or shown in the dictionary.</summary>
    public bool NoSamples { get; set; }

    /// <summary>Counts up from 1: who changes a note names the version they saw.</summary>
    public int Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
    public Guid UpdatedBy { get; set; }

    public NoteText ToText() => new(Description, [.. Synonyms], Unit, DoNotUse, NoSamples);
}
