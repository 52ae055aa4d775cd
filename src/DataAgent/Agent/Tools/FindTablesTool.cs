using System.ComponentModel;
using System.Text;
using DataAgent.Dictionary;
using DataAgent.Dictionary.Notes;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Tools;

internal sealed class FindTablesTool : IAgentTool
{
    private const int MaxTables = 12;
    private const int MaxColumns = 30;
    private const int NoteLength = 200;

    public AIFunction Function => field ??= ToolFunction.Create(Run, "find_tables");

    [Description("""
        Searches the data dictionary for tables and views by name, columns, comments and notes, best first.
        Use it when the dictionary is too large to be listed above, or when you are not sure which table holds something.
        """)]
    private static ToolOutcome Run([Description("A few words for what the data is about, e.g. 'customer invoices payment'.")] string words, ToolContext context)
    {
        var found = TableSearch.Find(context.Dictionary, words, MaxTables);
        if (found.Count == 0)
            return new("Nothing fits these words. Try others, or ask the person which data they mean.");
        var text = new StringBuilder();
        foreach (var table in found)
            Describe(text, context.Dictionary, table);
        return new(DataFence.Wrap(text.ToString()));
    }

    private static void Describe(StringBuilder text, DataDictionary dictionary, TableInfo table)
    {
        text.Append(table.Name);
        if (table.RowEstimate is { } rows)
            text.Append($" (about {rows:N0} rows)");
        if (!string.IsNullOrWhiteSpace(table.Comment))
            text.Append($": {ResultText.Cell(table.Comment)}");
        if (NotePrompt.Words(table.Note, NoteLength) is { Length: > 0 } note)
            text.Append($"\n  {note}");
        text.Append("\n  columns: ").AppendJoin(", ", table.Columns.Take(MaxColumns).Select(c => c.Name));
        if (table.Columns.Count > MaxColumns)
            text.Append($" and {table.Columns.Count - MaxColumns} more");
        text.Append('\n');
        foreach (var key in table.ForeignKeys)
            text.Append($"  {string.Join(", ", key.Columns)} -> {key.Table}({string.Join(", ", key.References)})\n");
        foreach (var hint in dictionary.JoinHints.Where(h => h.FromTable == table.Name || h.ToTable == table.Name))
            text.Append($"  {NotePrompt.Relationship(hint)[2..]}\n");
    }
}
