namespace DataAgent.SqlGuard.Rules;

/// <summary>Refuses sampling methods other than PostgreSQL's own two: a method is a function.</summary>
internal sealed class SampleRule : IGuardRule
{
    public IEnumerable<Refusal> Check(SqlUnderReview sql) =>
        sql.All("RangeTableSample")
            .Where(sample => sample.Names("method") is not (["bernoulli" or "system"] or ["pg_catalog", "bernoulli" or "system"]))
            .Select(sample => sql.Refuse(RefusalCode.FunctionNotAllowed, sample, "Sample with TABLESAMPLE bernoulli (percent) or system (percent)."));
}
