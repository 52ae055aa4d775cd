using DataAgent.Data;
using DataAgent.Projects;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Limits;

/// <summary>What models may take for a project in a day. It is looked at before a question: one that is being answered goes on.</summary>
public sealed class ModelBudget(IDbContextFactory<PlatformDbContext> database, LimitsOptions options, TimeProvider clock)
{
    /// <returns>Null: the project may ask. Else the time until the next day.</returns>
    internal async ValueTask<TimeSpan?> FindWaitAsync(Project project, CancellationToken cancellationToken)
    {
        // The offline analyst takes none.
        if (options.ModelTokensPerDay is not { } most || project.LlmProvider == "offline")
            return null;
        var now = clock.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var taken = await db.ModelCalls.Where(c => c.ProjectId == project.Id && c.At >= today)
            .SumAsync(c => (c.InputTokens ?? 0) + (c.OutputTokens ?? 0), cancellationToken);
        return taken < most ? null : today.AddDays(1) - now;
    }
}
