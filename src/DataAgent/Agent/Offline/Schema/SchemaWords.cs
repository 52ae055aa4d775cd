using DataAgent.Agent.Offline.Words;
using DataAgent.Dictionary.Notes;

namespace DataAgent.Agent.Offline.Schema;

/// <summary>
/// Takes the names of tables and columns apart: <c>invoice_line</c>, <c>InvoiceLine</c> and <c>invoiceLines</c> are the same two words.
/// </summary>
internal static class SchemaWords
{
    private static readonly HashSet<string> Noise = ["tbl", "t", "vw", "v", "mv", "dim", "fact", "fct", "stg", "tab"];

    /// <summary>Singular words.</summary>
    public static IReadOnlyList<string> Split(string name) => [.. Raw(name).Select(Stems.Singular)];

    /// <summary>The words as they are written, in lower case.</summary>
    public static IReadOnlyList<string> Raw(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (!IsCut(name, i)) continue;
            if (name[start..i].Trim('_', ' ', '-', '.') is { Length: > 0 } word) words.Add(word.ToLowerInvariant());
            start = i;
        }

        return words is [var first, _, ..] && Noise.Contains(first) ? words[1..] : words.Count == 0 ? [name.ToLowerInvariant()] : words;
    }

    /// <summary>A word begins at a sign, at a capital after a small letter, and at the last capital of several: URLPath.</summary>
    private static bool IsCut(string name, int at)
    {
        if (at == name.Length || !char.IsLetterOrDigit(name[at])) return true;
        if (!char.IsUpper(name[at])) return false;
        var isLastCapital = at + 1 < name.Length && char.IsLower(name[at + 1]) && char.IsUpper(name[at - 1]);
        return char.IsLower(name[at - 1]) || isLastCapital;
    }

    public static IReadOnlyList<IReadOnlyList<string>> Aliases(NoteText? note) => [.. (note?.Synonyms ?? []).Select(Split)];

    /// <summary>First words that most tables begin with, such as the name of the product in front of every table.</summary>
    public static IReadOnlySet<string> SharedPrefixes(IReadOnlyList<string> tables) =>
        tables.Count < 4 ? new HashSet<string>()
            : tables.Select(t => Split(t)[0]).GroupBy(w => w).Where(g => g.Count() * 10 >= tables.Count * 7).Select(g => g.Key).ToHashSet();
}
