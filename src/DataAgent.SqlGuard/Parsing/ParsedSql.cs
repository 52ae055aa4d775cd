namespace DataAgent.SqlGuard.Parsing;

/// <summary>Text that PostgreSQL's grammar accepts, and its tree.</summary>
/// <param name="ByType">The nodes of each listed type, at its index in <see cref="Grammar"/>; null when there are none.</param>
internal sealed record ParsedSql(string Text, IReadOnlyList<Statement> Statements, IReadOnlyList<Unlisted> Unlisted, List<SqlNode>?[] ByType)
{
    private static readonly List<SqlNode> None = [];

    /// <param name="kind">A listed one; a rule about another would look at nothing.</param>
    public List<SqlNode> All(string kind) => All(Grammar.Find(kind)!);

    public List<SqlNode> All(NodeType type) => ByType[type.Index] ?? None;

    /// <summary>UTF-16 index of a node, or −1.</summary>
    public int PositionOf(SqlNode node) => TextPositions.FromByteOffset(Text, node.NearestLocation());
}

/// <param name="Start">UTF-8 byte offset.</param>
/// <param name="Length">In UTF-8 bytes; 0: up to the end of the text.</param>
internal sealed record Statement(SqlNode Node, int Start, int Length);

/// <summary>A node type, or a field of a listed one, that the grammar table does not know. Its content is not read.</summary>
internal sealed record Unlisted(SqlNode Node, string? Field);
