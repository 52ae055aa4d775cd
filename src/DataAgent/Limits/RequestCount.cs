namespace DataAgent.Limits;

/// <summary>How many requests of a person processes have taken leave for, in the last minute that the person asked anything.</summary>
internal sealed class RequestCount
{
    public Guid UserId { get; set; }

    /// <summary>Minutes since 1970.</summary>
    public long Minute { get; set; }

    public int Taken { get; set; }
}
