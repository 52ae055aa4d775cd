namespace DataAgent.Dictionary.Notes;

/// <summary>How two tables belong together where no foreign key says so. Kept by name, as <see cref="DictionaryNote"/> is.</summary>
public sealed class DictionaryJoin
{
    public Guid ProjectId { get; set; }
    public required string FromTable { get; set; }
    public required string FromColumn { get; set; }
    public required string ToTable { get; set; }
    public required string ToColumn { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public Guid CreatedBy { get; set; }

    public JoinHint ToHint() => new(FromTable, FromColumn, ToTable, ToColumn);
}

/// <summary>The two columns are equal in rows that belong together.</summary>
public sealed record JoinHint(string FromTable, string FromColumn, string ToTable, string ToColumn)
{
    public override string ToString() => $"{FromTable}.{FromColumn} = {ToTable}.{ToColumn}";
}
