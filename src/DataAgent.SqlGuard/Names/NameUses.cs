using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Names;

/// <summary>What the names in one SELECT mean.</summary>
internal sealed class NameUses
{
    /// <summary>Every table name that is not a common table expression.</summary>
    public List<RelationUse> Relations { get; } = [];

    public List<ColumnUse> Columns { get; } = [];

    /// <summary>The nodes with names that were looked at. One that was not is a place this code does not know.</summary>
    public HashSet<SqlNode> Seen { get; } = [];
}

/// <param name="Schema">Null when the text gives none.</param>
/// <param name="IsAlone">ONLY: without the rows of its children.</param>
internal sealed record RelationUse(SqlNode Node, string? Database, string? Schema, string Name, bool IsAlone);

/// <param name="Item">The table or alias in front of the name, if any.</param>
/// <param name="IsAttribute">Written behind a point, where PostgreSQL also looks for a function of that name.</param>
/// <param name="Known">The names it could have been, for a suggestion.</param>
internal sealed record ColumnUse(SqlNode Node, string? Item, string Name, Meaning Meaning, bool IsAttribute, IReadOnlyList<FromItem> Known);
