using System.IO.Compression;
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
    private const int SmallBytes = 1500;

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
        return content is null ? null : Read(content);
    }

    /// <summary>The one place that says whose results a member may see.</summary>
    internal static IQueryable<StoredResult> Visible(PlatformDbContext db, Member member) =>
        db.Results.AsNoTracking().Where(r => r.ProjectId == member.Project.Id && (r.UserId == member.UserId || member.Role == Role.Admin));

    /// <summary>A table as it is stored. Packed here, where it is quick, not by the database, where it is not; plain JSON is told by its first byte.</summary>
    internal static byte[] Write(ResultTable table)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(table, Json);
        // The database keeps this much in the row itself; to set up the packing would cost more than all the rest.
        if (plain.Length <= SmallBytes)
            return plain;
        using var packed = new MemoryStream(plain.Length / 2);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(plain);
        return packed.ToArray();
    }

    private static ResultTable? Read(byte[] content)
    {
        if (content[0] == '{')
            return JsonSerializer.Deserialize<ResultTable>(content, Json);
        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<ResultTable>(gzip, Json);
    }
}

/// <summary>A result about to be stored. Only <see cref="QueryRunner"/> makes one: each is the outcome of a query.</summary>
internal sealed record NewResult(Guid Id, Member Member, Guid? ConversationId, ResultTable Table);
