namespace DataAgent.SqlGuard.Rules;

/// <summary>Refuses <c>$1</c>: nothing would be bound to it.</summary>
internal sealed class ParameterRule : IGuardRule
{
    public IEnumerable<Refusal> Check(SqlUnderReview sql) =>
        sql.All("ParamRef").Select(node =>
            sql.Refuse(RefusalCode.ParameterNotAllowed, node, "There are no parameters here. Write the value itself in place of $n."));
}
