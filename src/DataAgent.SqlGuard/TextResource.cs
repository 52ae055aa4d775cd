namespace DataAgent.SqlGuard;

/// <summary>The reviewed lists that are built into the assembly: a line that starts with <c>#</c> is a comment.</summary>
internal static class TextResource
{
    public static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(typeof(TextResource).Assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && !line.StartsWith("# ", StringComparison.Ordinal))
                yield return line;
    }

    /// <summary>Every word of a list whose lines may start with <c>category:</c>.</summary>
    public static HashSet<string> Words(string name) =>
        [.. Lines(name).SelectMany(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
