namespace DataAgent.SqlGuard.Rules;

/// <summary>Refuses collations of other schemas. Plain names and <c>pg_catalog</c> are PostgreSQL's own.</summary>
internal sealed class CollationRule : IGuardRule
{
    public IEnumerable<Refusal> Check(SqlUnderReview sql) =>
        sql.All("CollateClause")
            .Where(clause => clause.Names("collname") is not ([_] or ["pg_catalog", _]))
            .Select(clause => sql.Refuse(RefusalCode.NotAllowedConstruct, clause, "Name the collation alone, such as \"C\"."));
}
