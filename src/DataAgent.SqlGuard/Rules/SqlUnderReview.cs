using DataAgent.SqlGuard.Names;
using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Rules;

/// <summary>What the rules look at: the parsed text, what its names mean, and what the project allows.</summary>
internal sealed class SqlUnderReview
{
    public SqlUnderReview(ParsedSql parsed, GuardPolicy policy)
    {
        Parsed = parsed;
        Policy = policy;
        Catalog = new RelationCatalog(policy);
        Names = parsed.Statements is [{ Node: { Kind: "SelectStmt" } select }] ? NameResolver.Resolve(select, Catalog) : new NameUses();
    }

    public ParsedSql Parsed { get; }
    public GuardPolicy Policy { get; }
    public RelationCatalog Catalog { get; }
    public NameUses Names { get; }

    public List<SqlNode> All(string kind) => Parsed.All(kind);

    public Refusal Refuse(RefusalCode code, SqlNode node, string message) => new(code, message, Parsed.PositionOf(node));
}
