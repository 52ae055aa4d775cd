namespace DataAgent.Agent.Offline.Marks;

/// <summary>Neighbours in the line of marks, over filler words.</summary>
internal static class MarkLine
{
    /// <summary>The nearest mark before that is no filler, or −1.</summary>
    public static int Before(this IReadOnlyList<Mark> marks, int at) =>
        Enumerable.Range(0, at).Reverse().FirstOrDefault(i => marks[i].Kind != MarkKind.Stop, -1);

    /// <summary>The nearest mark after that is no filler nor of the kinds to skip, or −1.</summary>
    public static int After(this IReadOnlyList<Mark> marks, int at, params IReadOnlyList<MarkKind> skip) =>
        marks.Behind(at).FirstOrDefault(i => marks[i].Kind != MarkKind.Stop && !skip.Contains(marks[i].Kind), -1);

    /// <summary>The places of all marks behind this one.</summary>
    public static IEnumerable<int> Behind(this IReadOnlyList<Mark> marks, int at) => Enumerable.Range(at + 1, marks.Count - at - 1);

    /// <summary>A "not" stands right before, as in "never sold".</summary>
    public static bool IsDenied(this IReadOnlyList<Mark> marks, int at) =>
        marks.Take(at).Reverse().Select(m => m.Kind).FirstOrDefault(k => k is not (MarkKind.Stop or MarkKind.Ever)) == MarkKind.Not;

    /// <summary>A table named after this term before any preposition: then this one only describes it, as in "active customers".</summary>
    public static bool DescribesLaterTable(this IReadOnlyList<Mark> marks, int at)
    {
        foreach (var i in marks.Behind(at))
        {
            if (marks[i].Kind is not (MarkKind.Term or MarkKind.Stop or MarkKind.Value or MarkKind.Unknown)) return false;
            if (marks[i] is { Kind: MarkKind.Term, NamesTable: true }) return true;
        }

        return false;
    }

    /// <summary>"sold" next to "sales" says the same thing once more.</summary>
    public static IEnumerable<int> SameConcept(this IReadOnlyList<Mark> marks, int at) =>
        Enumerable.Range(0, marks.Count).Where(i => i != at && marks[i].Concept is not null && marks[i].Meanings.Count == 0);
}
