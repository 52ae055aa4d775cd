namespace DataAgent.Dictionary;

internal static class IdentifierWords
{
    /// <summary>The words of a name in lower case: <c>customerEMail_2</c> gives customer, e, mail, 2; <c>HTTPServer</c> gives http, server.</summary>
    public static List<string> Split(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (start >= 0 && (i == text.Length || !char.IsLetterOrDigit(text[i]) || IsBoundary(text, i)))
            {
                words.Add(text[start..i].ToLowerInvariant());
                start = -1;
            }

            if (start < 0 && i < text.Length && char.IsLetterOrDigit(text[i]))
                start = i;
        }

        return words;
    }

    /// <summary>The words of a name or a text, each in the singular.</summary>
    public static IEnumerable<string> Singulars(string text) => Split(text).Select(Singular);

    /// <summary>The word in the singular, by English spelling alone: boxes, cities and orders become box, city and order.</summary>
    public static string Singular(string word) => word switch
    {
        { Length: < 4 } => word,
        _ when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        _ when EndsWithAny(word, "sses", "xes", "ches", "shes", "zzes") => word[..^2],
        _ when EndsWithAny(word, "ss", "us", "is") => word,
        _ when word.EndsWith('s') => word[..^1],
        _ => word,
    };

    private static bool IsBoundary(string text, int i)
    {
        var (before, here) = (text[i - 1], text[i]);
        return char.IsDigit(before) != char.IsDigit(here)
            || (char.IsLower(before) && char.IsUpper(here))
            || (char.IsUpper(before) && char.IsUpper(here) && i + 1 < text.Length && char.IsLower(text[i + 1]));
    }

    private static bool EndsWithAny(string word, params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
            if (word.EndsWith(ending, StringComparison.Ordinal))
                return true;
        return false;
    }
}
