namespace DataAgent.SqlGuard.Tests.Rules;

public sealed class PositionTests(WarmGuard warm)
{
    /// <summary>The bar stands where the refusal must point.</summary>
    [Theory]
    [InlineData("select 1; |select 2")]
    [InlineData("|drop table x")]
    [InlineData("select 'é😀', |pg_sleep(1)")]
    [InlineData("select '😀' + |")]
    [InlineData("select '😀' from t where |) = 1")]
    [InlineData("select a from |pg_class")]
    [InlineData("select x.a, |x.ctid from x")]
    [InlineData("select 1 from x where a = |$1")]
    [InlineData("select 'ä'::|regclass")]
    [InlineData("select 1 |operator(other.+) 2")]
    [InlineData("select |current_user")]
    [InlineData("select |nope.a from x")]
    [InlineData("with x as (select 1), |y as (delete from z) select 1")]
    public void A_refusal_points_at_its_place(string marked)
    {
        var sql = marked.Replace("|", "");
        var verdict = warm.Guard.Check(sql, new GuardPolicy("shop"));

        var refusal = Assert.Single(verdict.Refusals);
    }

    [Fact]
    public void All_rules_run_and_each_refusal_has_its_place()
    {
        var verdict = warm.Guard.Check("select pg_sleep(1), 'x'::regclass, $1 from pg_class, other.t for update", new GuardPolicy("shop"));

        Assert.Equal(
            [RefusalCode.NotReadOnly, RefusalCode.ParameterNotAllowed, RefusalCode.SystemCatalog, RefusalCode.OtherSchema, RefusalCode.FunctionNotAllowed, RefusalCode.TypeNotAllowed],
            verdict.Refusals.Select(refusal => refusal.Code));
    }
}
