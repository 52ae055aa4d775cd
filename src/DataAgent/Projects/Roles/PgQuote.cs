namespace DataAgent.Projects.Roles;

/// <summary>Names and texts as PostgreSQL reads them back unchanged, whatever they hold. Always quoted: a keyword needs no list then.</summary>
internal static class PgQuote
{
    public static string Name(string name) => $"\"{Checked(name).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Name(string schema, string name) => $"{Name(schema)}.{Name(name)}";

    /// <remarks>With a backslash the E form is written, which reads the same under both settings of standard_conforming_strings.</remarks>
    public static string Text(string text)
    {
        var doubled = Checked(text).Replace("'", "''", StringComparison.Ordinal);
        return doubled.Contains('\\') ? $"E'{doubled.Replace("\\", @"\\", StringComparison.Ordinal)}'" : $"'{doubled}'";
    }

    private static string Checked(string text) =>
        text.Contains('\0') ? throw new ArgumentException("PostgreSQL knows no text with a NUL in it.", nameof(text)) : text;
}
