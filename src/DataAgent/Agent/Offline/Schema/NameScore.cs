using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Schema;

/// <summary>How well words of a question fit the words of a name: 1 when they are the name, 0 when one of them has no part in it.</summary>
internal static class NameScore
{
    public static double Of(IReadOnlyList<string> words, IReadOnlyList<string> name)
    {
        if (name.Count == 0 || words.Count == 0) return 0;
        var left = name.ToList();
        var sum = 0.0;
        foreach (var word in words)
        {
            var (best, likeness) = left.Select(n => (Word: n, Score: Likeness(word, n))).OrderByDescending(p => p.Score).FirstOrDefault();
            if (likeness < Weights.Plausible) return IsRunTogether(words, name) ? NameWeights.RunTogether : 0;
            sum += likeness;
            left.Remove(best);
        }

        return sum / words.Count * Covered(words.Count, name, left);
    }

    /// <summary>A name that people gave on purpose counts whole or not at all.</summary>
    public static double OfAlias(IReadOnlyList<string> words, IReadOnlyList<string> alias) =>
        words.Count == alias.Count && words.Zip(alias).All(p => Likeness(p.First, p.Second) >= NameWeights.SameRoot)
            ? NameWeights.Alias
            : 0;

    /// <summary>How like one word is to another: the same, of one root, a synonym, its beginning, or a slip of the pen.</summary>
    public static double Likeness(string word, string name)
    {
        var singular = Stems.Singular(word);
        if (singular == name || word == name) return 1;
        if (singular.Length > 2 && Stems.Root(word) == Stems.Root(name)) return NameWeights.SameRoot;
        if (Synonyms.Are(singular, name)) return NameWeights.Synonym;
        if (IsBeginning(singular, name)) return NameWeights.Beginning;
        if (Synonyms.Are(Stems.Root(word), name)) return NameWeights.SynonymOfRoot;
        if (SharesMost(word, singular, name)) return NameWeights.SharesMost;
        return IsSlip(word, singular, name) ? NameWeights.Slip : 0;
    }

    /// <summary>
    /// A name of which words are left is worth less, most of all when its last word, which says what it is, is among them.
    /// </summary>
    private static double Covered(int words, IReadOnlyList<string> name, List<string> left)
    {
        var covered = (double)words / name.Count;
        if (covered >= 1) return 1;
        return (left.Contains(name[^1]) ? NameWeights.PartWithoutHead : NameWeights.PartWithHead) + NameWeights.Covered * covered;
    }

    /// <summary>Names run together, such as "salesperson" for "sales person".</summary>
    private static bool IsRunTogether(IReadOnlyList<string> words, IReadOnlyList<string> name) =>
        words.Count > 1 && string.Concat(words.Select(Stems.Singular)) == string.Concat(name);

    /// <summary>"quant" for "quantity", and not "cat" for "catalogue".</summary>
    private static bool IsBeginning(string word, string name) =>
        word.Length >= 4 && name.Length > word.Length && name.Length <= word.Length + 5 && name.StartsWith(word, StringComparison.Ordinal);

    /// <summary>"prescribed" for "prescription": the first six letters or more, and more than half of the longer word.</summary>
    private static bool SharesMost(string word, string singular, string name)
    {
        if (!word.EndsWith("ed", StringComparison.Ordinal)) return false;
        var common = singular.Zip(name).TakeWhile(p => p.First == p.Second).Count();
        return common >= 6 && common * 20 >= Math.Max(singular.Length, name.Length) * 11;
    }

    /// <summary>"custmers": one slip in five letters, two in eight, never in the first.</summary>
    private static bool IsSlip(string word, string singular, string name)
    {
        var slips = word.Length >= 8 ? 2 : word.Length >= 5 ? 1 : 0;
        if (slips == 0 || name.Length < 4 || singular[0] != name[0]) return false;
        if (singular.EndsWith("ed", StringComparison.Ordinal) || singular.EndsWith("ing", StringComparison.Ordinal)) return false;
        return Stems.Distance(singular, name, slips) <= slips;
    }
}
