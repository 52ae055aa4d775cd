using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.SqlGuard;

namespace DataAgent.Queries;

/// <param name="Text">What may be sent, as it was written.</param>
/// <param name="ExtensionSchemas">Where the extensions are that the project switched on.</param>
internal sealed record JudgedQuery(string Text, IReadOnlyList<string> Relations, IReadOnlyList<string> ExtensionSchemas)
{
    /// <summary>Bound from <see cref="BoundText.FirstNumber"/> on.</summary>
    public IReadOnlyList<BoundValue> Values { get; init; } = [];
}

/// <summary>What stands before every query: the project's role must be sound or accepted, and the guard must let the text pass.</summary>
internal sealed class QueryGate(Guard guard, DictionaryStore dictionaries, RoleChecks roles)
{
    /// <returns>One of the two.</returns>
    public async Task<(JudgedQuery? Judged, QueryOutcome? No)> PassAsync(Member member, string sql, CancellationToken cancellationToken)
    {
        try
        {
            if (await roles.GetAsync(member.Project, cancellationToken) is { Verdict: RoleVerdict.Stopped } standing)
                return (null, new QueryOutcome.RoleNotAccepted(standing));
        }
        catch (ProjectDatabaseException e)
        {
            return (null, new QueryOutcome.Failed(e.SqlState, e.Message));
        }

        return await JudgeAsync(member, sql, cancellationToken);
    }

    /// <summary>The guard's part alone, for a text that is not to run now: by the project's settings and its schema as the dictionary knows it.</summary>
    /// <returns>One of the two.</returns>
    public async Task<(JudgedQuery? Judged, QueryOutcome? No)> JudgeAsync(Member member, string sql, CancellationToken cancellationToken)
    {
        DataDictionary dictionary;
        try
        {
            dictionary = await dictionaries.GetAsync(member, cancellationToken);
        }
        catch (DictionaryException e)
        {
            return (null, new QueryOutcome.Failed(null, e.Message));
        }
        catch (ProjectDatabaseException e)
        {
            return (null, new QueryOutcome.Failed(e.SqlState, e.Message));
        }

        var verdict = guard.Check(sql, PolicyBuilder.Build(member.Project, dictionary));
        return verdict.IsAllowed
            ? (new JudgedQuery(verdict.Text, verdict.Relations, [.. dictionary.Extensions.Where(e => e.IsOn && e.IsUsable).Select(e => e.Schema).Distinct()]), null)
            : (null, new QueryOutcome.Refused(verdict.Refusals));
    }
}
