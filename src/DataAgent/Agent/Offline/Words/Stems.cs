namespace DataAgent.Agent.Offline.Words;

/// <summary>English word forms, as far as names in schemas and plain questions need them.</summary>
internal static class Stems
{
    private static readonly Dictionary<string, string> Irregular = Pairs(
        "people person, men man, women woman, children child, mice mouse, feet foot, bought buy, sold sell, spent spend, "
        + "paid pay, made make, took take, taken take, wrote write, written write, sent send, flew fly, flown fly, "
        + "taught teach, series series, news news, status status, movies movie, employees employee, data data, "
        + "cookies cookie, bonus bonus, born birth, left leave, sales sale, leaves leave, indices index, analyses analysis, "
        + "criteria criterion, media media, shelves shelf, qty quantity, dept department, dob birth, addr address, "
        + "emp employee, cust customer, prod product, cat category, desc description, num number, amt amount, avg average, "
        + "tel phone, telephone phone, mail email, e-mail email, img image, msg message");

    /// <summary>The singular, in lower case: <c>Categories</c> gives <c>category</c>.</summary>
    public static string Singular(string word)
    {
        var w = word.ToLowerInvariant();
        if (Irregular.TryGetValue(w, out var known)) return known;
        if (w.Length < 4) return w;
        if (w.EndsWith("ies") && w.Length > 4) return w[..^3] + "y";
        if (w.EndsWith("sses") || w.EndsWith("xes") || w.EndsWith("ches") || w.EndsWith("shes") || w.EndsWith("uses") || w.EndsWith("zzes"))
            return w is "houses" or "warehouses" or "causes" or "clauses" ? w[..^1] : w[..^2];
        if (w.EndsWith("ss") || w.EndsWith("us") || w.EndsWith("is") || !w.EndsWith('s')) return w;
        return w[..^1];
    }

    /// <summary>What is left of a verb or noun without its ending: rented, renting and rental share <c>rent</c>.</summary>
    public static string Root(string word)
    {
        var w = Singular(word);
        if (Irregular.ContainsKey(word)) return Trim(w);
        foreach (var ending in (ReadOnlySpan<string>)["ments", "ment", "ings", "ing", "als", "al", "ed"])
            if (w.Length >= ending.Length + 3 && w.EndsWith(ending)) return Trim(Undouble(w[..^ending.Length]));
        return Trim(w);
    }

    public static string Plural(string word)
    {
        if (word is "person") return "people";
        if (word is "staff" or "inventory" or "data" or "media" or "series" or "stock" or "equipment") return word;
        if (word.EndsWith('s') && !word.EndsWith("ss") && !word.EndsWith("us")) return word;
        if (word.EndsWith('y') && word.Length > 1 && !"aeiou".Contains(word[^2])) return word[..^1] + "ies";
        return word.EndsWith("ss") || word.EndsWith('x') || word.EndsWith("ch") || word.EndsWith("sh") || word.EndsWith("us")
            ? word + "es"
            : word + "s";
    }

    /// <summary>The number of single-letter slips (also swapped neighbours) between two words, or <paramref name="most"/> + 1.</summary>
    public static int Distance(string a, string b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most) return most + 1;
        var before = new int[b.Length + 1];
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, previous) = (previous, row);
        }

        return previous[^1];
    }

    private static Dictionary<string, string> Pairs(string text) =>
        text.Split(", ").Select(p => p.Split(' ')).ToDictionary(p => p[0], p => p[1]);

    private static string Trim(string w) => w.Length > 3 && w.EndsWith('e') ? w[..^1] : w;

    private static string Undouble(string w) => w.Length > 3 && w[^1] == w[^2] && !"ls".Contains(w[^1]) ? w[..^1] : w;
}
