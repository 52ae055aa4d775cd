using System.Text;

namespace DataAgent.Dictionary;

/// <summary>Names as SQL identifiers.</summary>
public static class SqlName
{
    // Every keyword of PostgreSQL 13 to 18 that is not "unreserved" (pg_get_keywords), for those the server's own quote_ident quotes.
    private static readonly HashSet<string> Keywords = [.. """
        all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char character check
        coalesce collate collation column concurrently constraint create cross current_catalog current_date current_role current_schema
        current_time current_timestamp current_user dec decimal default deferrable desc distinct do else end except exists extract false fetch
        float for foreign freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect interval
        into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table
        json_value lateral leading least left like limit localtime localtimestamp merge_action national natural nchar none normalize not notnull
        null nullif numeric offset on only or order out outer overlaps overlay placing position precision primary real references returning
        right row select session_user setof similar smallint some substring symmetric system_user table tablesample then time timestamp to
        trailing treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat
        xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Always in quotes: for SQL that we write ourselves.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>In quotes only where SQL needs them: for people and models to read and copy.</summary>
    public static string Of(string name) => IsPlain(name) ? name : Quote(name);

    /// <summary>
    /// Like <see cref="Of"/>, and fit for one line and one table cell: characters that would end either, or not be seen at all, are written
    /// as <c>U&amp;"\000A"</c>, which is SQL too and can be copied as it stands.
    /// </summary>
    public static string Visible(string name)
    {
        if (name.All(IsShown))
            return Of(name);
        var escaped = new StringBuilder("U&\"");
        foreach (var c in name)
            escaped.Append(c switch
            {
                '"' => "\"\"",
                '\\' => "\\\\",
                _ when IsShown(c) => c.ToString(),
                _ => $"\\{(int)c:X4}",
            });
        return escaped.Append('"').ToString();
    }

    private static bool IsPlain(string name) =>
        name.Length > 0 && (name[0] == '_' || char.IsAsciiLetterLower(name[0]))
        && name.All(c => c == '_' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) && !Keywords.Contains(name);

    private static bool IsShown(char c) => c is not ('|' or '`') && !PromptText.IsInvisible(c);
}
