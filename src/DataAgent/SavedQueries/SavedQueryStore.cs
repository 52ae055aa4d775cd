using System.Text.Json;
using System.Text.Json.Serialization;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.SavedQueries;

/// <summary>Queries kept under a name: the analyst's, private or shared with the project's analysts and admins. Viewers ask in words.</summary>
public sealed class SavedQueryStore(IDbContextFactory<PlatformDbContext> database, QueryRunner runner, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };
    private static readonly Dictionary<string, string?> NoValues = [];

    public static readonly SavedQueryOutcome.NotPermitted NeedsAnalyst =
        new("Saved queries need the role analyst or admin. Ask the question in words, or ask a project admin for the role.");

    private static readonly SavedQueryOutcome.NotPermitted NotYours =
        new("Only who saved a query changes it, and an admin removes a shared one. Save it under a name of your own to change it.");

    /// <summary>The member's own and the shared ones, by name, each with what the guard says of it now.</summary>
    public async Task<SavedQueryOutcome> ListAsync(Member member, CancellationToken cancellationToken)
    {
        if (!member.MayRunSql)
            return NeedsAnalyst;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var found = await Visible(db, member).OrderBy(q => q.Name).ThenBy(q => q.Id).ToListAsync(cancellationToken);
        var owners = await OwnersAsync(db, found.Select(q => q.UserId), cancellationToken);
        List<SavedQueryView> views = [];
        foreach (var query in found)
            views.Add(await ViewAsync(member, query, owners, cancellationToken));
        return new SavedQueryOutcome.Listed(views);
    }

    public async Task<SavedQueryOutcome> FindAsync(Member member, Guid id, CancellationToken cancellationToken)
    {
        if (!member.MayRunSql)
            return NeedsAnalyst;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await Visible(db, member).SingleOrDefaultAsync(q => q.Id == id, cancellationToken) is { } query
            ? new SavedQueryOutcome.Found(await ViewAsync(db, member, query, cancellationToken))
            : new SavedQueryOutcome.NotFound();
    }

    /// <summary>Newest first; null when the member may not see the query.</summary>
    public async Task<IReadOnlyList<SavedQueryEdition>?> ListVersionsAsync(Member member, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (!member.MayRunSql || await Visible(db, member).SingleOrDefaultAsync(q => q.Id == id, cancellationToken) is not { } query)
            return null;
        // What was private stays so when the query is shared later.
        var versions = await db.SavedQueryVersions.AsNoTracking()
            .Where(v => v.SavedQueryId == id && (v.IsShared || query.UserId == member.UserId))
            .OrderByDescending(v => v.Version).ToListAsync(cancellationToken);
        return [.. versions.Select(v => new SavedQueryEdition(v.Version, v.Name, v.Description, v.Sql, Read(v.Parameters), v.At))];
    }

    /// <summary>A query that the guard refuses is not saved.</summary>
    public async Task<SavedQueryOutcome> AddAsync(Member member, SavedQueryDraft draft, QueryDoor door, CancellationToken cancellationToken)
    {
        if (!member.MayRunSql)
            return NeedsAnalyst;
        if (await CheckAsync(member, draft, cancellationToken) is { Count: > 0 } errors)
            return new SavedQueryOutcome.Invalid(errors);
        var now = clock.GetUtcNow();
        var query = new SavedQuery { Id = Guid.CreateVersion7(now), ProjectId = member.Project.Id, UserId = member.UserId, Name = "", Sql = "", Parameters = "", CreatedAt = now };
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.SavedQueries.Add(query);
        Apply(db, query, draft, now);
        db.AuditEntries.Add(SavedQueryAudit.Added(member, query, door));
        await db.SaveChangesAsync(cancellationToken);
        return new SavedQueryOutcome.Found(await ViewAsync(db, member, query, cancellationToken));
    }

    /// <param name="version">The version the change was made from.</param>
    public async Task<SavedQueryOutcome> EditAsync(
        Member member, Guid id, int version, SavedQueryDraft draft, QueryDoor door, CancellationToken cancellationToken)
    {
        if (!member.MayRunSql)
            return NeedsAnalyst;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await Visible(db, member).AsTracking().SingleOrDefaultAsync(q => q.Id == id, cancellationToken) is not { } query)
            return new SavedQueryOutcome.NotFound();
        if (query.UserId != member.UserId)
            return NotYours;
        if (query.Version != version)
            return Quicker(query.Version);
        if (await CheckAsync(member, draft, cancellationToken) is { Count: > 0 } errors)
            return new SavedQueryOutcome.Invalid(errors);
        var before = SavedQueryAudit.Facts.Of(query);
        Apply(db, query, draft, clock.GetUtcNow());
        db.AuditEntries.Add(SavedQueryAudit.Edited(member, query, before, door));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return Quicker(query.Version);
        }

        return new SavedQueryOutcome.Found(await ViewAsync(db, member, query, cancellationToken));
    }

    /// <summary>With its history. An admin may remove what others shared.</summary>
    public async Task<SavedQueryOutcome> RemoveAsync(Member member, Guid id, QueryDoor door, CancellationToken cancellationToken)
    {
        if (!member.MayRunSql)
            return NeedsAnalyst;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await Visible(db, member).SingleOrDefaultAsync(q => q.Id == id, cancellationToken) is not { } query)
            return new SavedQueryOutcome.NotFound();
        if (query.UserId != member.UserId && member.Role != Role.Admin)
            return NotYours;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.SavedQueries.Where(q => q.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
            return new SavedQueryOutcome.NotFound();
        db.AuditEntries.Add(SavedQueryAudit.Removed(member, query, door, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SavedQueryOutcome.Removed();
    }

    /// <param name="values">By the parameters' names; each needs one, and an empty text is a value only for a text.</param>
    public async Task<SavedQueryOutcome> RunAsync(Member member, Guid id, IReadOnlyDictionary<string, string?> values, CancellationToken cancellationToken)
    {
        if (!member.MayRunSql)
            return NeedsAnalyst;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await Visible(db, member).SingleOrDefaultAsync(q => q.Id == id, cancellationToken) is not { } query)
            return new SavedQueryOutcome.NotFound();
        var parameters = Read(query.Parameters);
        if (ParameterCheck.OfValues(parameters, values) is { Count: > 0 } errors)
            return new SavedQueryOutcome.Invalid(errors);
        var request = new QueryRequest(query.Sql, QueryDoor.SavedQuery) { Bound = Placeholders.Bind(query.Sql, parameters, values) };
        return new SavedQueryOutcome.Ran(await runner.RunAsync(member, request, cancellationToken));
    }

    /// <summary>Runs a text that is not kept, as the SQL editor does, with values for the places that <paramref name="parameters"/> name.</summary>
    public async Task<SavedQueryOutcome> TryAsync(
        Member member, string sql, IReadOnlyList<QueryParameter> parameters, IReadOnlyDictionary<string, string?> values, CancellationToken cancellationToken)
    {
        if (ParameterCheck.OfValues(parameters, values) is { Count: > 0 } errors)
            return new SavedQueryOutcome.Invalid(errors);
        // Who may not run SQL is told so by the runner, which also writes it down.
        var request = new QueryRequest(sql, QueryDoor.Page) { Bound = parameters.Count == 0 ? null : Placeholders.Bind(sql, parameters, values) };
        return new SavedQueryOutcome.Ran(await runner.RunAsync(member, request, cancellationToken));
    }

    /// <summary>The text for the guard: places for values hold none.</summary>
    internal static string ToJudge(SavedQuery query) => Placeholders.Bind(query.Sql, Read(query.Parameters), NoValues).Judged;

    /// <summary>The same as <see cref="Visible"/>, of a query of the member's project.</summary>
    internal static bool MaySee(Member member, SavedQuery query) => member.MayRunSql && (query.UserId == member.UserId || query.IsShared);

    /// <summary>Whose saved queries an analyst or admin may see.</summary>
    private static IQueryable<SavedQuery> Visible(PlatformDbContext db, Member member) =>
        db.SavedQueries.AsNoTracking().Where(q => q.ProjectId == member.Project.Id && (q.UserId == member.UserId || q.IsShared));

    private static SavedQueryOutcome.Changed Quicker(int version) =>
        new(version, "This query was changed meanwhile, so your change was not saved. Load it again and make your change there.");

    private static void Apply(PlatformDbContext db, SavedQuery query, SavedQueryDraft draft, DateTimeOffset now)
    {
        (query.Name, query.Description, query.Sql, query.IsShared) = (draft.Name.Trim(), draft.Description.Trim(), draft.Sql, draft.IsShared);
        (query.Parameters, query.Version, query.UpdatedAt) = (JsonSerializer.Serialize(draft.Parameters, Json), query.Version + 1, now);
        db.SavedQueryVersions.Add(new SavedQueryVersion
        {
            SavedQueryId = query.Id,
            Version = query.Version,
            Name = query.Name,
            Description = query.Description,
            Sql = query.Sql,
            Parameters = query.Parameters,
            IsShared = query.IsShared,
            At = now,
        });
    }

    private async Task<List<FieldError>> CheckAsync(Member member, SavedQueryDraft draft, CancellationToken cancellationToken)
    {
        var errors = ParameterCheck.OfDraft(draft);
        if (errors.Count == 0 && await runner.FindRefusalAsync(member, Placeholders.Bind(draft.Sql, draft.Parameters, NoValues).Judged, cancellationToken) is { } refusal)
            errors.Add(new("sql", refusal));
        return errors;
    }

    private async Task<SavedQueryView> ViewAsync(PlatformDbContext db, Member member, SavedQuery query, CancellationToken cancellationToken) =>
        await ViewAsync(member, query, await OwnersAsync(db, [query.UserId], cancellationToken), cancellationToken);

    private async Task<SavedQueryView> ViewAsync(
        Member member, SavedQuery query, IReadOnlyDictionary<Guid, string> owners, CancellationToken cancellationToken)
    {
        var parameters = Read(query.Parameters);
        var refusal = await runner.FindRefusalAsync(member, ToJudge(query), cancellationToken);
        return new(query.Id, query.Name, query.Description, query.Sql, parameters, query.IsShared, query.UserId == member.UserId, query.Version, query.UpdatedAt, refusal)
        {
            Owner = owners.GetValueOrDefault(query.UserId, ""),
        };
    }

    private static async Task<IReadOnlyDictionary<Guid, string>> OwnersAsync(PlatformDbContext db, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToList();
        return await db.Users.AsNoTracking().Where(u => wanted.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, cancellationToken);
    }

    private static List<QueryParameter> Read(string parameters) => JsonSerializer.Deserialize<List<QueryParameter>>(parameters, Json)!;
}
