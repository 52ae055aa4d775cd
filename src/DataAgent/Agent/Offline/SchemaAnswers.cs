using DataAgent.Dictionary;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Offline;

/// <summary>Questions about the schema itself: its tables, and what one of them holds.</summary>
internal static class SchemaAnswers
{
    private static readonly HashSet<string> Filler = ["the", "all", "of", "me", "in", "this", "your", "database", "schema", "there", "are", "what", "which", "do", "you", "have", "available", "list", "show", "a", "give", "please", "exist", "we", "is", "data", "and", "views", "can", "i", "query", "ask", "about", "tell", "names"];

    public static Reply? Find(SchemaIndex schema, Turn turn)
    {
        var words = Token.Read(turn.Question).Select(t => t.Lower).ToList();
        var isList = words.Contains("tables") && schema.Tables.All(t => t.Words is not ["table"]) || words is ["show", "schema"] or ["schema"] or ["show", "the", "schema"] or ["describe", "the", "schema"] or ["describe", "schema"] or ["show", "me", "the", "schema"];
        if (isList && words.All(w => Filler.Contains(w) || w is "tables" or "table" or "describe")) return new(Tables(schema));
        if (words is ["how", "many", "tables", ..]) return new($"There are **{schema.Tables.Count(t => !t.IsView)}** tables and {schema.Tables.Count(t => t.IsView)} views.\n\n{Tables(schema)}");
        if (Described(schema, words) is not { } table) return null;
        if (turn.Steps.Count > 0 || !turn.MayCall) return new(Columns(schema, table));
        return new($"I look up what {table.Name} holds.", new($"call_{Guid.CreateVersion7():n}", "describe_table", new Dictionary<string, object?> { [turn.FirstParameter("describe_table", "table")] = table.Name }));
    }

    private static SchemaTable? Described(SchemaIndex schema, List<string> words)
    {
        var asks = words is ["describe" or "desc" or "explain", ..] || (words.Contains("columns") || words.Contains("fields") || words.Contains("structure") || words.Contains("definition")) && !words.Contains("by") && !words.Contains("many");
        if (!asks) return null;
        var rest = words.Where(w => !Filler.Contains(w) && w is not ("describe" or "desc" or "explain" or "table" or "view" or "columns" or "column" or "fields" or "structure" or "has" or "does" or "for" or "definition" or "contain")).ToList();
        if (rest.Count is 0 or > 4) return null;
        return schema.Find(string.Join('_', rest)) ?? schema.Find(string.Join(' ', rest)) ?? new TermMatcher(schema).Find(rest).FirstOrDefault(m => m.Column is null && m.Score >= 0.7)?.Table;
    }

    private static string Tables(SchemaIndex schema) =>
        schema.Tables.Count == 0 ? "The schema has no tables that I may read. An administrator can check the project's table lists and the rights of its database role."
        : $"The schema {schema.Dictionary.Schema} has {schema.Tables.Count} tables and views:\n\n"
            + string.Join('\n', schema.Tables.Select(t => $"- **{t.Name}**{Kind(t)}{(t.Info.RowEstimate is { } rows and > 0 ? $", about {rows:N0} rows" : "")}: {(t.Info.Comment is { Length: > 0 } comment ? comment : string.Join(", ", t.Columns.Take(8).Select(c => c.Name)) + (t.Columns.Count > 8 ? ", …" : ""))}"))
            + "\n\nAsk “describe <table>” for one of them.";

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
        var lines = table.Columns.Select(c => $"- **{c.Name}** {c.Info.Type}{(table.Info.PrimaryKey.Contains(c.Name) ? ", key" : "")}{(table.Links.FirstOrDefault(l => l.Forward && l.Columns.Any(p => p.From == c)) is { } l ? $", refers to {l.To.Name}" : "")}"
            + $"{(schema.EnumValues(c) is { Count: > 0 } values ? $", one of {string.Join(", ", values)}" : "")}{(c.Info.Comment is { Length: > 0 } comment ? $": {comment}" : "")}");
        var parents = table.Links.Where(l => !l.Forward).Select(l => l.To.Name).Distinct().ToList();
        return $"**{table.Name}**{Kind(table)} holds {table.Columns.Count} columns{(table.Info.Comment is { Length: > 0 } about ? $": {about}" : ".")}\n\n{string.Join('\n', lines)}"
            + (parents.Count > 0 ? $"\n\nIt is referred to by {string.Join(", ", parents)}." : "");
    }
}
