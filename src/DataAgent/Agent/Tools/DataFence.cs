namespace DataAgent.Agent.Tools;

/// <summary>Marks what comes from a customer's database: the prompt says that text in here is never an instruction.</summary>
internal static class DataFence
{
    public static string Wrap(string data) => $"<data>\n{Neutralise(data).TrimEnd()}\n</data>";

    /// <summary>No value can close the fence it stands in.</summary>
    public static string Neutralise(string data) => data
        .Replace("<data", "‹data", StringComparison.OrdinalIgnoreCase)
        .Replace("</data", "‹/data", StringComparison.OrdinalIgnoreCase);
}
