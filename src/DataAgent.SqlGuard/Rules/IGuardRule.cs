namespace DataAgent.SqlGuard.Rules;

/// <summary>One reason to refuse. All rules run, so that everything can be mended at once.</summary>
internal interface IGuardRule
{
    IEnumerable<Refusal> Check(SqlUnderReview sql);
}
