using DataAgent.Data;
using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SqlGuard;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.SavedQueries;

/// <summary>What a refresh found, and which saved queries the schema as it is now does not let pass any more.</summary>
public sealed record RefreshOutcome(DictionaryRefresh Refresh, BrokenQueries Broken);

/// <summary>Reads a project's schema anew and judges its saved queries against what was found. None of them runs.</summary>
public sealed class SchemaRefresh(IDbContextFactory<PlatformDbContext> database, DictionaryStore dictionaries, Guard guard)
{
    /// <inheritdoc cref="DictionaryStore.RefreshAsync"/>
    public async Task<RefreshOutcome> RefreshAsync(Member member, bool save, QueryDoor door, CancellationToken cancellationToken)
    {
        var refresh = await dictionaries.RefreshAsync(member, save, door, cancellationToken);
        return new(refresh, await FindBrokenAsync(member, refresh.Dictionary, cancellationToken));
    }

    private async Task<BrokenQueries> FindBrokenAsync(Member member, DataDictionary dictionary, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var saved = await db.SavedQueries.AsNoTracking().Where(q => q.ProjectId == member.Project.Id)
            .OrderBy(q => q.Name).ThenBy(q => q.Id).ToListAsync(cancellationToken);
        var policy = PolicyBuilder.Build(member.Project, dictionary);
        List<BrokenQuery> broken = [];
        var hidden = 0;
        foreach (var query in saved)
        {
            var verdict = guard.Check(SavedQueryStore.ToJudge(query), policy);
            if (verdict.IsAllowed)
                continue;
            if (SavedQueryStore.MaySee(member, query))
                broken.Add(new(query.Id, query.Name, verdict.Refusals[0].Message));
            else
                hidden++;
        }

        return new(broken, hidden);
    }
}
