namespace DataAgent.Visualizations;

public sealed class StoredChart
{
    public Guid Id { get; set; }
    public Guid ProjectId { get; set; }
    public Guid ResultId { get; set; }

    /// <summary>A <see cref="ChartSpec"/> as JSON.</summary>
    public required string Spec { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
