namespace DataAgent.Projects;

public sealed class Membership
{
    public Guid ProjectId { get; set; }
    public Guid UserId { get; set; }
    public Role Role { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
