using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Words;
using DataAgent.Dictionary;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Offline.Answers;

/// <summary>Questions about the schema itself: its tables, and what one of them holds.</summary>
internal static class SchemaAnswers
{
    private const int MostColumnsNamed = 8;

    /// <summary>More words than that are a question about the data.</summary>
    private const int LongestName = 4;

    private static readonly HashSet<string> Filler =
    [
        "the", "all", "of", "me", "in", "this", "your", "database", "schema", "there", "are", "what", "which", "do", "you", "have",
        "available", "list", "show", "a", "give", "please", "exist", "we", "is", "data", "and", "views", "can", "i", "query", "ask",
        "about", "tell", "names",
    ];

    /// <summary>Words that ask what a table holds, beside its name.</summary>
    private static readonly HashSet<string> Describing =
    [
        "describe", "desc", "explain", "table", "view", "columns", "column", "fields", "structure", "has", "does", "for", "definition",
        "contain",
    ];

    public static Reply? Find(SchemaIndex schema, Turn turn)
    {
        var words = Token.Read(turn.Question).Select(t => t.Lower).ToList();
        if (AsksForTables(schema, words)) return new(Tables(schema));
        if (words is ["how", "many", "tables", ..])
        {
            var views = schema.Tables.Count(t => t.IsView);
            return new($"There are **{schema.Tables.Count - views}** tables and {views} views.\n\n{Tables(schema)}");
        }

        if (Described(schema, words) is not { } table) return null;
        if (turn.Steps.Count > 0 || !turn.MayCall) return new(Columns(schema, table));
        var arguments = new Dictionary<string, object?> { [turn.FirstParameter("describe_table", "table")] = table.Name };
        return new($"I look up what {table.Name} holds.", new($"call_{Guid.CreateVersion7():n}", "describe_table", arguments));
    }

    /// <summary>"list tables", "describe the schema"; where a table is called "tables", its rows are asked for.</summary>
    private static bool AsksForTables(SchemaIndex schema, List<string> words)
    {
        var namesTables = words.Contains("tables") && schema.Tables.All(t => t.Words is not ["table"]);
        var namesSchema = words is
            ["schema"] or ["show" or "describe", "schema"] or ["show" or "describe", "the", "schema"] or ["show", "me", "the", "schema"];
        return (namesTables || namesSchema) && words.All(w => Filler.Contains(w) || w is "tables" or "table" or "describe");
    }

    private static SchemaTable? Described(SchemaIndex schema, List<string> words)
    {
        var asksForColumns = words.Any(w => w is "columns" or "fields" or "structure" or "definition")
            && !words.Any(w => w is "by" or "many");
        if (!asksForColumns && words is not ["describe" or "desc" or "explain", ..]) return null;
        var name = words.Where(w => !Filler.Contains(w) && !Describing.Contains(w)).ToList();
        if (name.Count is 0 or > LongestName) return null;
        return schema.Find(string.Join('_', name))
            ?? schema.Find(string.Join(' ', name))
            ?? new TermMatcher(schema).Find(name).FirstOrDefault(m => m.Column is null && m.Score >= NameWeights.OtherName)?.Table;
    }

    private static string Tables(SchemaIndex schema)
    {
        if (schema.Tables.Count == 0)
            return "The schema has no tables that I may read. "
                + "An administrator can check the project's table lists and the rights of its database role.";
        return $"The schema {schema.Dictionary.Schema} has {schema.Tables.Count} tables and views:\n\n"
            + string.Join('\n', schema.Tables.Select(Line))
            + "\n\nAsk “describe <table>” for one of them.";
    }

    private static string Line(SchemaTable table)
    {
        var rows = table.Info.RowEstimate is { } estimate and > 0 ? $", about {estimate:N0} rows" : "";
        var names = string.Join(", ", table.Columns.Take(MostColumnsNamed).Select(c => c.Name));
        if (table.Columns.Count > MostColumnsNamed) names += ", …";
        return $"- **{table.Name}**{Kind(table)}{rows}: {(table.Info.Comment is { Length: > 0 } comment ? comment : names)}";
    }

    private static string Kind(SchemaTable table) => table.Info.Kind switch
    {
        TableKind.View => " (view)",
        TableKind.MaterializedView => " (materialized view)",
        TableKind.ForeignTable => " (foreign table)",
        TableKind.PartitionedTable => $" ({table.Info.Partitions} partitions)",
        _ => "",
    };

    private static string Columns(SchemaIndex schema, SchemaTable table)
    {
        var about = table.Info.Comment is { Length: > 0 } comment ? $": {comment}" : ".";
        var lines = table.Columns.Select(c => Line(schema, c));
        var children = table.Links.Where(l => !l.Forward).Select(l => l.To.Name).Distinct().ToList();
        var referred = children.Count > 0 ? $"\n\nIt is referred to by {string.Join(", ", children)}." : "";
        return $"**{table.Name}**{Kind(table)} holds {table.Columns.Count} columns{about}\n\n{string.Join('\n', lines)}{referred}";
    }

    private static string Line(SchemaIndex schema, SchemaColumn column)
    {
        var table = column.Table;
        var key = table.Info.PrimaryKey.Contains(column.Name) ? ", key" : "";
        var link = table.Links.FirstOrDefault(l => l.Forward && l.Columns.Any(p => p.From == column));
        var refers = link is null ? "" : $", refers to {link.To.Name}";
        var values = schema.EnumValues(column) is { Count: > 0 } known ? $", one of {string.Join(", ", known)}" : "";
        var comment = column.Info.Comment is { Length: > 0 } text ? $": {text}" : "";
        return $"- **{column.Name}** {column.Info.Type}{key}{refers}{values}{comment}";
    }
}
