namespace DataAgent.Testing;

/// <summary>The checkout that the tests run from, with its scripts, documents and sources.</summary>
public static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <param name="path">From the root on.</param>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DataAgent.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run from a checkout.");
        return folder;
    }
}
