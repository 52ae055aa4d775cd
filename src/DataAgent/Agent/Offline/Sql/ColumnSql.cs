using DataAgent.Agent.Offline.Plans;
using DataAgent.Agent.Offline.Schema;

namespace DataAgent.Agent.Offline.Sql;

/// <summary>What a group shows, and the expressions that tell its rows apart.</summary>
internal sealed record GroupSql(SqlColumn Column, IReadOnlyList<string> Keys);

/// <summary>Columns of the result: plain ones, names of rows, dates cut to a grain.</summary>
internal static class ColumnSql
{
    public static SqlColumn Of(SchemaColumn column, string alias) => new(SqlText.Column(alias, column), SqlText.Name(column.Name));

    public static GroupSql Of(Group group, JoinTree tree)
    {
        var alias = tree.Join(group.Path.Links);
        if (group.Column is null) return OfEntity(group, alias);
        var sql = Cut(SqlText.Column(alias, group.Column), group.Grain, group.Column.Info.BaseType == "date");
        return new(new(sql, SqlText.Alias(group.Label)), [sql]);
    }

    /// <summary>What people call a row: first and last name, a title, or else its key.</summary>
    public static SqlColumn NameOf(SchemaTable table, string alias, string label)
    {
        if (table.NameColumns.Count == 0)
        {
            var key = table.Key.Count > 0 ? table.Key[0] : table.Columns[0];
            return new(SqlText.Column(alias, key), SqlText.Alias(table.Key.Count > 0 ? key.Name : label));
        }

        var parts = table.NameColumns.Select(c => SqlText.Column(alias, c)).ToList();

        // A missing first name must not take the last name with it.
        var mayLackPart = parts.Count > 1 && table.NameColumns.Any(c => c.Info.IsNullable);
        var name = mayLackPart ? $"concat_ws(' ', {string.Join(", ", parts)})" : string.Join(" || ' ' || ", parts);
        return new(name, SqlText.Alias(label));
    }

    /// <summary>Grouped by key and name: two customers of one name are two.</summary>
    private static GroupSql OfEntity(Group group, string alias)
    {
        var name = NameOf(group.Table, alias, group.Label);
        var keys = group.Table.Key.Concat(group.Table.NameColumns).Distinct().Select(c => SqlText.Column(alias, c)).ToList();
        return new(name, keys.Count > 0 ? keys : [name.Sql]);
    }

    private static string Cut(string column, string? grain, bool isDate) => grain switch
    {
        null or Grains.Value => column,
        "day" => isDate ? column : $"{column}::date",
        "year" => $"extract(year from {column})::int",
        "hour" => $"extract(hour from {column})::int",
        "weekday" => $"trim(to_char({column}, 'Day'))",
        _ => $"date_trunc('{grain}', {column})::date",
    };
}
