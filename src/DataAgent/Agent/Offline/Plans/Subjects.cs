using DataAgent.Agent.Offline.Marks;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Plans;

/// <summary>What the wording says of the answer's rows: people or things, one or many, rows or the values of a column.</summary>
internal static class Subjects
{
    private static readonly HashSet<string> People =
    [
        "customer", "client", "person", "user", "employee", "member", "student", "teacher", "patient", "player", "author", "artist",
        "contact",
        "supplier", "vendor", "seller", "guest", "driver", "agent",
    ];

    /// <summary>"who" asks for people: no film comes first for "who rented most".</summary>
    public static bool FitsWho(Draft draft)
    {
        if (!AsksWho(draft.Marks)) return true;
        var table = draft.Groups.FirstOrDefault(g => g.Grain is null)?.Table ?? draft.Subject;
        return table.NameColumns.Count == 2 || table.Words.Any(People.Contains) || table.Columns.Any(c => c.Words.Contains("birth"));
    }

    /// <summary>"which customer …", "the longest film", "who …": one, and all that share its place.</summary>
    public static bool AskForOne(Draft draft)
    {
        if (draft.Marks.Any(m => m.Kind == MarkKind.List && m.Lower is "who" or "who is" or "who was")) return true;
        var nouns = draft.Marks.Where(m => m.Kind is MarkKind.Term or MarkKind.Grain).ToList();
        var noun = nouns.FirstOrDefault(m => m.Kind == MarkKind.Grain || NamesSubject(m, draft)) ?? nouns.FirstOrDefault();
        return noun is not null && IsSingular(noun.Lower.Split(' ')[^1]);
    }

    /// <summary>
    /// "which countries do customers come from", "list all genres of tracks": each value once, rather than a row for each customer.
    /// </summary>
    public static bool AskForValues(Draft draft)
    {
        var columns = draft.Columns.Select(c => c.Column).ToList();
        if (columns.Count == 0 || draft.Order is not null || columns.Any(c => c.Role is ColumnRole.Array or ColumnRole.Other)) return false;
        if (draft.Marks.Any(m => m.Kind == MarkKind.Distinct)) return true;
        var isTableNamed = draft.Marks.Any(m => m.Kind == MarkKind.Term && Names(m, draft.Root));
        if (columns.Any(c => IsOfEachRow(c, draft.Root, isTableNamed))) return false;
        return isTableNamed ? AsksWhichValues(draft, columns) : columns.Count == 1;
    }

    private static bool AsksWho(IReadOnlyList<Mark> marks) =>
        marks.Any(m => m.Kind == MarkKind.List && m.Lower.StartsWith("who", StringComparison.Ordinal))
        || marks[0] is { Kind: MarkKind.Prep, Lower: "who" };

    /// <summary>The word names what the figures are split by, or else the rows.</summary>
    private static bool NamesSubject(Mark mark, Draft draft)
    {
        var group = draft.Groups.FirstOrDefault();
        var table = group?.Table ?? draft.Subject;
        return mark.Meanings.Any(m => m.Table == table && m.Column == group?.Column && m.Score > Weights.Plausible);
    }

    private static bool IsSingular(string word) =>
        word == Stems.Singular(word) && word is not ("people" or "staff")
        || word.EndsWith("ss", StringComparison.Ordinal)
        || word == "status";

    private static bool Names(Mark mark, SchemaTable table) =>
        mark.Meanings.Any(m => m.Column is null && m.Table == table && m.Score >= Weights.Clear);

    /// <summary>A figure, a date, a name: every row has its own, so that a list of rows is meant.</summary>
    private static bool IsOfEachRow(SchemaColumn column, SchemaTable root, bool isTableNamed) =>
        column.Role is ColumnRole.Number or ColumnRole.Date
        || isTableNamed && column.Table == root && root.NameColumns.Contains(column)
        || column.IsRate || column.Info.IsSensitive;

    /// <summary>
    /// "what statuses do orders have": the question word comes first, then the column, and no condition narrows the rows.
    /// </summary>
    private static bool AsksWhichValues(Draft draft, IReadOnlyList<SchemaColumn> columns)
    {
        if (draft.Filters.Count > 0 || columns.Any(IsOfOnePerson)) return false;
        var opening = draft.Marks.FirstOrDefault(m => m.Kind is MarkKind.List or MarkKind.Term);
        if (opening is not { Kind: MarkKind.List, Lower: "what" or "which" or "what are" or "which are" }) return false;
        var term = draft.Marks.FirstOrDefault(m => m.Kind == MarkKind.Term);
        return term is not null && term.Meanings.Any(m => m.Column is not null && m.Score > Weights.ValuesOf);
    }

    private static bool IsOfOnePerson(SchemaColumn column) =>
        column.Words.Any(w => w is "email" or "phone" or "address" or "name" or "title");
}
