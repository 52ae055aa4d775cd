using System.Text;

namespace DataAgent.Agent.Offline;

/// <summary>Asks the data where the words occur that the schema does not know: "Germany", "Iron Maiden", "cancelled".</summary>
/// <remarks>The dictionary holds three sample values a column, which is too few to tell a value from a word that nobody knows.</remarks>
internal static class ValueLookup
{
    private const int MostColumns = 48;
    private const int MostPhrases = 12;
    private const long LargestTable = 5_000_000;

    /// <summary>Phrases worth asking for, in lower case: words not understood, alone and with their neighbours.</summary>
    public static IReadOnlyList<string> Phrases(IReadOnlyList<Token> tokens, IReadOnlyList<Mark> marks)
    {
        var isOpen = new bool[tokens.Count];
        foreach (var mark in marks)
            for (var i = mark.Start; i < mark.End; i++)
                isOpen[i] = mark.Kind == MarkKind.Unknown || tokens[i].Quoted || (i > 0 && tokens[i].IsCapital && !IsWellKnown(mark)) || (i > 0 && mark.Kind == MarkKind.Term && mark.Concept is null && mark.Meanings[0].Score < 0.75);
        var phrases = new List<(string Phrase, int Length)>();
        for (var start = 0; start < tokens.Count; start++)
            for (var length = 1; length <= 6 && start + length <= tokens.Count; length++)
                if (isOpen[start] && (isOpen[start + length - 1] || tokens[start + length - 1].Number is not null) && Enumerable.Range(start, length).Count(i => !isOpen[i]) <= 2
                    && (length == 1 || !tokens.Skip(start).Take(length).Any(t => t.Quoted)))
                    phrases.Add((Phrase(tokens, start, length), length));
        return [.. phrases.Where(p => p.Phrase.Length > 1).Select(p => p.Phrase).Distinct().Take(MostPhrases)];
    }

    public static string Phrase(IReadOnlyList<Token> tokens, int at, int length) =>
        Normal(string.Join(' ', tokens.Skip(at).Take(length).Select(t => t.Text)));

    public static string Normal(string text) => text.ToLowerInvariant().Replace('-', ' ').Replace('_', ' ').Trim();

    /// <summary>One query over the text columns nearest to the tables the question names; <c>null</c> when there are none.</summary>
    public static string? Sql(SchemaIndex schema, IReadOnlyList<string> phrases, IReadOnlyList<Mark> marks)
    {
        var columns = Columns(schema, marks);
        if (columns.Count == 0 || phrases.Count == 0) return null;
        var sql = new StringBuilder("with w (phrase) as (values ").AppendJoin(", ", phrases.Select(p => $"({SqlText.Literal(p)})")).Append(')');
        for (var i = 0; i < columns.Count; i++)
        {
            var (table, column, full) = columns[i];
            var value = full ? string.Join(" || ' ' || ", table.NameColumns.Select(c => "t." + SqlText.Name(c.Name))) : "t." + SqlText.Name(column.Name) + (column.Info.Enum is not null || column.Role == ColumnRole.Array ? "::text" : "");
            const string normal = "replace(replace(lower(t.v), '-', ' '), '_', ' ')";
            var isName = full || table.NameColumns.Contains(column);
            var match = isName || column.Role == ColumnRole.Array ? $"strpos({normal}, w.phrase) > 0" : $"({normal} = w.phrase or length(w.phrase) > 3 and left({normal}, length(w.phrase)) = w.phrase)";
            sql.Append(i == 0 ? "\n" : "\nunion all\n")
                .Append($"select {SqlText.Literal(table.Name)} as \"table\", {SqlText.Literal(full ? column.Name + "+" : column.Name)} as \"column\", w.phrase,\n")
                .Append($"       min(t.v) filter (where {normal} = w.phrase) as exact, min(t.v) as near, count(distinct t.v) as spellings\n")
                .Append($"from (select distinct {value} as v from {SqlText.Name(table.Name)} t) t join w on {match} group by w.phrase");
        }

        return sql.ToString();
    }

    /// <summary>Reads the rows of <see cref="Sql"/> back.</summary>
    /// <remarks>That a name merely contains a word counts only for words in quotes or with a capital: "win" is in many titles.</remarks>
    public static IReadOnlyDictionary<string, IReadOnlyList<ValueHit>> Read(SchemaIndex schema, ToolTable rows, IReadOnlyList<Token> tokens)
    {
        var names = tokens.Where(t => t.Quoted || t.IsCapital).Select(t => Normal(t.Text)).ToList();
        var found = new Dictionary<string, IReadOnlyList<ValueHit>>();
        foreach (var group in rows.Rows.Where(r => r.Count >= 6).GroupBy(r => r[2]))
        {
            var hits = new List<ValueHit>();
            foreach (var row in group)
            {
                var isFull = row[1].EndsWith('+');
                if (schema.Find(row[0])?.Column(row[1].TrimEnd('+')) is not { } column) continue;
                var exact = row[3] is not ("" or "NULL" or "null" or "∅");
                hits.Add(new(column, exact ? row[3] : row[5] == "1" && column.Role != ColumnRole.Array ? row[4] : row[2], exact, isFull, exact || row[5] == "1"));
            }

            hits.RemoveAll(h => !h.Exact && h.Column.Role != ColumnRole.Array && (h.IsFullName || h.Column.Table.NameColumns.Contains(h.Column) ? !names.Any(n => group.Key.Split(' ')[0] == n.Split(' ')[0]) : group.Key.Length * 3 < h.Value.Length * 2));
            if (hits.Count == 0) continue;
            if (hits.Any(h => h.Exact)) hits.RemoveAll(h => !h.Exact && h.Column.Role != ColumnRole.Array);
            found[group.Key] = hits;
        }

        return found;
    }

    private static bool IsWellKnown(Mark mark) =>
        mark.Kind is not (MarkKind.Unknown or MarkKind.Stop or MarkKind.Prep or MarkKind.And or MarkKind.Or) && (mark.Kind != MarkKind.Term || mark.Concept is not null || mark.Meanings[0].Score >= 0.8)
        || mark.Kind == MarkKind.Stop && mark.Start == 0;

    private static List<(SchemaTable Table, SchemaColumn Column, bool Full)> Columns(SchemaIndex schema, IReadOnlyList<Mark> marks)
    {
        var named = marks.SelectMany(m => m.Meanings).Where(m => m.Score >= 0.6).Select(m => m.Table).Where(t => !t.IsView).Distinct().ToList();
        var namedColumns = marks.SelectMany(m => m.Meanings).Where(m => m.Score >= 0.75).Select(m => m.Column).OfType<SchemaColumn>().ToHashSet();
        var tables = schema.Tables.Where(t => !t.IsView && (t.Info.RowEstimate ?? 0) <= LargestTable)
            .OrderBy(t => named.Count == 0 ? 0 : named.Min(n => schema.Joins.Find(n, t)?.Cost ?? 99)).ThenBy(t => t.Name, StringComparer.Ordinal);
        var columns = new List<(SchemaTable, SchemaColumn, bool)>();
        foreach (var table in tables)
        {
            if (table.NameColumns.Count == 2) columns.Add((table, table.NameColumns[0], true));
            foreach (var column in table.Columns.Where(c => namedColumns.Contains(c) && c.Role is ColumnRole.Text or ColumnRole.Array || IsSearched(c, table))) columns.Add((table, column, false));
        }

        return [.. columns.Take(MostColumns)];
    }

    private static bool IsSearched(SchemaColumn c, SchemaTable table) =>
        (c.Role == ColumnRole.Text && c.Info.Enum is null || c.Role == ColumnRole.Array && c.Info.BaseType is "text" or "_text" or "varchar" or "_varchar") && !c.IsSecret
        && (table.NameColumns.Contains(c) || !c.Info.IsSensitive)
        && (table.NameColumns.Contains(c) || !c.Words.Any(w => w is "description" or "comment" or "note" or "body" or "url" or "email" or "phone" or "fax" or "address" or "address2" or "street" or "postal" or "zip" or "postcode" or "content" or "text" or "image" or "path" or "hash"));
}
