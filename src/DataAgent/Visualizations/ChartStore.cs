using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Visualizations;

/// <summary>Charts as what was chosen; the figure is drawn from the stored rows each time it is asked for.</summary>
public sealed class ChartStore(IDbContextFactory<PlatformDbContext> database, ResultStore results, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="ArgumentException">The member may not see the result. Ask <see cref="ResultStore.FindAsync"/> first.</exception>
    public async Task<Guid> AddAsync(Member member, ChartSpec spec, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (!await ResultStore.Visible(db, member).AnyAsync(r => r.Id == spec.ResultId, cancellationToken))
            throw new ArgumentException("There is no such result in the project.", nameof(spec));

        var now = clock.GetUtcNow();
        var chart = new StoredChart
        {
            Id = Guid.CreateVersion7(now),
            ProjectId = member.Project.Id,
            ResultId = spec.ResultId,
            Spec = JsonSerializer.Serialize(spec, Json),
            CreatedAt = now,
        };
        db.Charts.Add(chart);
        await db.SaveChangesAsync(cancellationToken);
        return chart.Id;
    }

    /// <summary>The figure of a stored chart, null when the member may not see it: a chart is seen by whoever sees its result.</summary>
    public async Task<JsonObject?> FindFigureAsync(Member member, Guid chartId, CancellationToken cancellationToken) =>
        await FindContentAsync(member, chartId, cancellationToken) is { } content ? FigureBuilder.Build(content) : null;

    /// <inheritdoc cref="FindFigureAsync"/>
    internal async Task<ChartContent?> FindContentAsync(Member member, Guid chartId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var content = await db.Charts.AsNoTracking()
            .Where(c => c.Id == chartId && c.ProjectId == member.Project.Id)
            .Select(c => c.Spec).SingleOrDefaultAsync(cancellationToken);
        if (content is null || JsonSerializer.Deserialize<ChartSpec>(content, Json) is not { } spec)
            return null;
        return await results.FindAsync(member, spec.ResultId, cancellationToken) is { } table ? ChartReader.Read(table, spec) : null;
    }
}
