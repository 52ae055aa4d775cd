using System.Collections.Frozen;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Sql;

/// <summary>Names and literals as PostgreSQL wants them; quoted only when they must be.</summary>
internal static class SqlText
{
    /// <summary>Reserved, or not allowed as a name of a table, column or function.</summary>
    private static readonly FrozenSet<string> Keywords =
        ("all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast "
        + "char character check coalesce collate collation column concurrently constraint create cross current_catalog "
        + "current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable "
        + "desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group "
        + "grouping having ilike in initially inner inout int integer intersect interval into is isnull join lateral leading "
        + "least left like limit localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric "
        + "offset on only or order out outer overlaps overlay placing position precision primary real references returning right "
        + "row select session_user setof similar smallint some substring symmetric table tablesample then time timestamp to "
        + "trailing treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes "
        + "xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable day hour minute "
        + "month second year").Split(' ').ToFrozenSet();

    public static string Name(string name) => IsPlain(name) ? name : '"' + name.Replace("\"", "\"\"") + '"';

    public static string Literal(string value)
    {
        var quoted = $"'{value.Replace("'", "''")}'";
        return value.Contains('\\') ? "E" + quoted.Replace("\\", "\\\\") : quoted;
    }

    /// <summary>The pattern for <c>ilike</c> that finds the value anywhere in a text.</summary>
    public static string Containing(string value) =>
        Literal($"%{value.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%");

    /// <summary>A column of the table with that alias.</summary>
    public static string Column(string alias, SchemaColumn column) => $"{alias}.{Name(column.Name)}";

    /// <summary>A column in a condition or formula whose alias is not known yet: <c>{0}.price</c>, see <see cref="WithAlias"/>.</summary>
    public static string Placeholder(SchemaColumn column) => Column("{0}", column);

    public static string WithAlias(string text, string alias) => text.Replace("{0}", alias);

    /// <summary>A label as the name of a result column: "billing country" gives <c>billing_country</c>.</summary>
    public static string Alias(string label) =>
        Name(new string([.. label.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]).Trim('_'));

    private static bool IsPlain(string name) =>
        name.Length > 0 && (name[0] is '_' || char.IsAsciiLetterLower(name[0]))
        && name.All(c => c is '_' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
        && !Keywords.Contains(name);
}
