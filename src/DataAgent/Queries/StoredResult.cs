namespace DataAgent.Queries;

/// <summary>A result kept so that a reload shows the same, and charts and exports need no model.</summary>
public sealed class StoredResult
{
    public Guid Id { get; set; }
    public Guid ProjectId { get; set; }
    public Guid UserId { get; set; }
    public Guid? ConversationId { get; set; }
    public required string Sql { get; set; }

    /// <summary>The <see cref="ResultTable"/> as JSON in UTF-8, packed by gzip; rows of the first versions are not packed.</summary>
    public required byte[] Content { get; set; }

    public int RowCount { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
