using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataAgent.Data;
using DataAgent.Projects;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Queries;

/// <summary>Results as they came, so that a reload, a chart and an export show the same rows without asking again.</summary>
public sealed class ResultStore(IDbContextFactory<PlatformDbContext> database)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        // It is stored, never embedded in a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Null: no such result in the member's project, or of another member, which only an admin of the project may see.</summary>
    public async Task<ResultTable?> FindAsync(Member member, Guid resultId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var content = await Visible(db, member).Where(r => r.Id == resultId).Select(r => r.Content).SingleOrDefaultAsync(cancellationToken);
        return content is null ? null : JsonSerializer.Deserialize<ResultTable>(content, Json);
    }

    /// <summary>The one place that says whose results a member may see.</summary>
    internal static IQueryable<StoredResult> Visible(PlatformDbContext db, Member member) =>
        db.Results.AsNoTracking().Where(r => r.ProjectId == member.Project.Id && (r.UserId == member.UserId || member.Role == Role.Admin));

    /// <summary>Only <see cref="QueryRunner"/> adds results: each one is the outcome of a query.</summary>
    internal async Task<Guid> AddAsync(Member member, Guid? conversationId, ResultTable table, CancellationToken cancellationToken)
    {
        var result = new StoredResult
        {
            Id = Guid.CreateVersion7(table.RanAt),
            ProjectId = member.Project.Id,
            UserId = member.UserId,
            ConversationId = conversationId,
            Sql = table.Sql,
            Content = JsonSerializer.Serialize(table, Json),
            RowCount = table.Rows.Count,
            CreatedAt = table.RanAt,
        };
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.Results.Add(result);
        await db.SaveChangesAsync(cancellationToken);
        return result.Id;
    }
}
