using System.Text;
using System.Text.Json;
using DataAgent.Agent.Offline.Answers;
using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Sql;
using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Marks;

/// <summary>Asks the data where the words occur that the schema does not know: "Germany", "Iron Maiden", "cancelled".</summary>
/// <remarks>The dictionary holds three sample values a column, which is too few to tell a value from a word that nobody knows.</remarks>
internal static class ValueLookup
{
    private const int CellsOfRow = 7;
    private const string NormalValue = "btrim(replace(replace(lower(t.v), '-', ' '), '_', ' '))";

    /// <summary>One query over the text columns nearest to the tables the question names; <c>null</c> when there are none.</summary>
    public static string? Sql(SchemaIndex schema, IReadOnlyList<string> phrases, IReadOnlyList<Mark> marks)
    {
        var columns = SearchedColumns.Find(schema, marks);
        if (columns.Count == 0 || phrases.Count == 0) return null;
        return new StringBuilder("with w (phrase) as (values ")
            .AppendJoin(", ", phrases.Select(p => $"({SqlText.Literal(p)})"))
            .Append(")\n")
            .AppendJoin("\nunion all\n", columns.Select(Search))
            .ToString();
    }

    /// <summary>Reads the rows of <see cref="Sql"/> back.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ValueHit>> Read(SchemaIndex schema, ToolTable rows, IReadOnlyList<Token> tokens)
    {
        var names = tokens.Where(t => t.Quoted || t.IsCapital).Select(t => FirstWord(ValuePhrases.Normal(t.Text))).ToHashSet();
        var found = new Dictionary<string, IReadOnlyList<ValueHit>>();
        foreach (var group in rows.Rows.Where(r => r.Count >= CellsOfRow).GroupBy(r => r[2]))
        {
            var hits = group.Select(r => Hit(schema, r)).OfType<ValueHit>().Where(h => IsBelievable(h, group.Key, names)).ToList();
            if (hits.Any(h => h.Exact)) hits.RemoveAll(h => !h.Exact && h.Column.Role != ColumnRole.Array);
            if (hits.Count > 0) found[group.Key] = hits;
        }

        return found;
    }

    /// <summary>Names and lists are searched for the phrase anywhere, other columns for values that are it or begin with it.</summary>
    private static string Search(SearchedColumn searched)
    {
        var (table, column, isFullName) = (searched.Column.Table, searched.Column, searched.IsFullName);
        var isText = column.Info.Enum is null && column.Role != ColumnRole.Array;
        var value = isFullName
            ? string.Join(" || ' ' || ", table.NameColumns.Select(c => SqlText.Column("t", c)))
            : SqlText.Column("t", column) + (isText ? "" : "::text");
        var isAnywhere = isFullName || column.Role == ColumnRole.Array || table.NameColumns.Contains(column);
        var match = isAnywhere
            ? $"strpos({NormalValue}, w.phrase) > 0"
            : $"({NormalValue} = w.phrase or length(w.phrase) > 3 and left({NormalValue}, length(w.phrase)) = w.phrase)";
        var name = isFullName ? column.Name + "+" : column.Name;
        return $"select {SqlText.Literal(table.Name)} as \"table\", {SqlText.Literal(name)} as \"column\", w.phrase,\n"
            + $"       min(t.v) filter (where {NormalValue} = w.phrase) as exact, min(t.v) as near, count(distinct t.v) as spellings,\n"
            + $"       json_agg(t.v order by t.v) filter (where {NormalValue} = w.phrase) as written\n"
            + $"from (select distinct {value} as v from {SqlText.Name(table.Name)} t) t join w on {match} group by w.phrase";
    }

    private static ValueHit? Hit(SchemaIndex schema, IReadOnlyList<string> row)
    {
        var (table, name, phrase, exact, near, spellings) = (row[0], row[1], row[2], row[3], row[4], row[5]);
        if (schema.Find(table)?.Column(name.TrimEnd('+')) is not { } column) return null;
        var isOne = spellings == "1";
        if (ToolTable.IsNull(exact) || Written(row[6]) is not { } written)
            return new(column, isOne && column.Role != ColumnRole.Array ? near : phrase, Exact: false, name.EndsWith('+'), isOne);
        var value = written.FirstOrDefault(IsWellWritten) ?? exact;
        return new(column, value, Exact: true, name.EndsWith('+'), OneSpelling: true) { Spellings = written.Count > 1 ? written : [] };
    }

    /// <returns>Null: there are so many that the tool cut their list.</returns>
    private static IReadOnlyList<string>? Written(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<IReadOnlyList<string>>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>"Germany" rather than "GERMANY" or "germany ".</summary>
    private static bool IsWellWritten(string value) => value == value.Trim() && value.Any(char.IsUpper) && value.Any(char.IsLower);

    /// <summary>That a name merely contains a word counts only for words in quotes or with a capital: "win" is in many titles.</summary>
    private static bool IsBelievable(ValueHit hit, string phrase, HashSet<string> names)
    {
        if (hit.Exact || hit.Column.Role == ColumnRole.Array) return true;
        if (hit.IsName) return names.Contains(FirstWord(phrase));

        // A value that begins with the phrase must not go on for much longer.
        return phrase.Length * 3 >= hit.Value.Length * 2;
    }

    private static string FirstWord(string text) => text.Split(' ')[0];
}
