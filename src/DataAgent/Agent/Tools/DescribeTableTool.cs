using System.ComponentModel;
using DataAgent.Dictionary;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Tools;

internal sealed class DescribeTableTool : IAgentTool
{
    public AIFunction Function => field ??= ToolFunction.Create(Run, "describe_table");

    [Description("""
        Shows all that is known about one table or view: columns with types and comments, keys, foreign keys, checks, indexes, sample values and ranges.
        Call it before you write SQL on a table whose columns are not listed in the data dictionary above.
        """)]
    private static ToolOutcome Run([Description("The table's name as in the data dictionary, without the schema.")] string table_name, ToolContext context)
    {
        var dictionary = context.Dictionary;
        var name = Unqualified(table_name, dictionary.Schema);
        if (dictionary.Find(name) is { } table)
            return new(DataFence.Wrap(DictionaryPrompt.RenderTable(dictionary, table)));
        var near = TableSearch.Find(dictionary, name.Replace('_', ' '), 5).Select(t => t.Name).ToList();
        return ToolOutcome.Error(near.Count > 0
            ? $"There is no such table. Nearest: {DataFence.Neutralise(string.Join(", ", near))}."
            : "There is no such table. Try find_tables with other words.");
    }

    private static string Unqualified(string name, string schema)
    {
        var bare = name.Trim().Replace("\"", "", StringComparison.Ordinal);
        return bare.StartsWith($"{schema}.", StringComparison.OrdinalIgnoreCase) ? bare[(schema.Length + 1)..] : bare;
    }
}
