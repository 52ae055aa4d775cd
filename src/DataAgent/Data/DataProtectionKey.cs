namespace DataAgent.Data;

/// <summary>A key of the web host's cookies, sealed, so that a restart or another replica can read them.</summary>
public sealed class DataProtectionKey
{
    public Guid Id { get; set; }
    public required string FriendlyName { get; set; }
    public required string SealedXml { get; set; }

    /// <summary>What the sealed text is bound to; the web host writes the same.</summary>
    internal static string SealContext(Guid id) => $"cookie-key/{id}";
}
