namespace DataAgent.SqlGuard.Parsing;

/// <summary>Text that PostgreSQL's grammar accepts, and its tree.</summary>
internal sealed record ParsedSql(
    string Text, IReadOnlyList<Statement> Statements, IReadOnlyList<Unlisted> Unlisted, IReadOnlyDictionary<string, List<SqlNode>> ByKind)
{
    public IReadOnlyList<SqlNode> All(string kind) => ByKind.TryGetValue(kind, out var nodes) ? nodes : [];

    /// <summary>UTF-16 index of a node, or −1.</summary>
    public int PositionOf(SqlNode node) => TextPositions.FromByteOffset(Text, node.NearestLocation());
}

/// <param name="Start">UTF-8 byte offset.</param>
/// <param name="Length">In UTF-8 bytes; 0: up to the end of the text.</param>
internal sealed record Statement(SqlNode Node, int Start, int Length);

/// <summary>A node type, or a field of a listed one, that the grammar table does not know. Its content is not read.</summary>
internal sealed record Unlisted(SqlNode Node, string? Field);
