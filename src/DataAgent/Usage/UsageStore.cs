using System.Globalization;
using DataAgent.Agent;
using DataAgent.Data;
using DataAgent.Projects;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Usage;

/// <summary>Calls of models, kept and added up.</summary>
public sealed class UsageStore(IDbContextFactory<PlatformDbContext> database, AgentOptions options)
{
    public const int MaxLines = 200;

    /// <summary>Admins see the whole project, others what they spent themselves.</summary>
    public async Task<UsageReport> ReadAsync(Member member, UsageFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var calls = db.ModelCalls.AsNoTracking().Where(c => c.ProjectId == member.Project.Id && c.At >= filter.From && c.At < filter.Until);
        if (member.Role != Role.Admin)
            calls = calls.Where(c => c.UserId == member.UserId);

        var groups = await GroupAsync(calls, filter.By, cancellationToken);
        var sums = groups.GroupBy(g => g.Key, g => g.Part).Select(g => (g.Key, Sum: Sum(g))).ToList();
        var ordered = filter.By == UsageBy.Day ? sums.OrderBy(s => s.Key, StringComparer.Ordinal) : sums.OrderByDescending(s => s.Sum.Tokens.Input + s.Sum.Tokens.Output);
        // The newest days, the dearest of all else.
        var shown = filter.By == UsageBy.Day ? ordered.TakeLast(MaxLines).ToList() : [.. ordered.Take(MaxLines)];
        var titles = await TitlesAsync(db, filter.By, [.. shown.Select(s => s.Key)], cancellationToken);
        // Questions are counted anew: one that two models answered is still one.
        var total = Sum(groups.Select(g => g.Part)) with { Questions = await calls.Where(c => c.RunId != null).Select(c => c.RunId).Distinct().CountAsync(cancellationToken) };
        return new(filter, total, [.. shown.Select(s => new UsageLine(s.Key, titles(s.Key), s.Sum))], member.Role == Role.Admin, sums.Count > shown.Count);
    }

    public async Task AddAsync(ModelCall call, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.ModelCalls.Add(call);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task<List<(string Key, Part Part)>> GroupAsync(IQueryable<ModelCall> calls, UsageBy by, CancellationToken cancellationToken)
    {
        switch (by)
        {
            case UsageBy.Day:
                var days = await Parts(calls.Select(c => new Keyed<DateOnly> { Key = DateOnly.FromDateTime(c.At.UtcDateTime), Call = c }), cancellationToken);
                return [.. days.Select(g => (g.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), g.Part))];
            case UsageBy.Person:
                var people = await Parts(calls.Select(c => new Keyed<Guid> { Key = c.UserId, Call = c }), cancellationToken);
                return [.. people.Select(g => (g.Key.ToString(), g.Part))];
            case UsageBy.Conversation:
                var conversations = await Parts(calls.Select(c => new Keyed<Guid?> { Key = c.ConversationId, Call = c }), cancellationToken);
                return [.. conversations.Select(g => (g.Key?.ToString() ?? "", g.Part))];
            default:
                var models = await Parts(calls.Select(c => new Keyed<string> { Key = c.Model, Call = c }), cancellationToken);
                return [.. models.Select(g => (g.Key, g.Part))];
        }
    }

    private static Task<List<Group<T>>> Parts<T>(IQueryable<Keyed<T>> calls, CancellationToken cancellationToken) => calls
        .GroupBy(k => new { k.Key, k.Call.Model })
        .Select(g => new Group<T>(g.Key.Key, new Part(
            g.Key.Model,
            g.Select(k => k.Call.RunId).Where(r => r != null).Distinct().Count(),
            g.Count(),
            g.Count(k => k.Call.Failure != null),
            g.Count(k => k.Call.Failure == null && k.Call.InputTokens == null),
            g.Sum(k => k.Call.InputTokens ?? 0),
            g.Sum(k => k.Call.OutputTokens ?? 0),
            g.Sum(k => k.Call.CacheReadTokens ?? 0),
            g.Sum(k => k.Call.CacheWriteTokens ?? 0))))
        .ToListAsync(cancellationToken);

    private static async Task<Func<string, string>> TitlesAsync(PlatformDbContext db, UsageBy by, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var ids = keys.Select(k => Guid.TryParse(k, out var id) ? id : Guid.Empty).ToList();
        Dictionary<string, string> titles = by switch
        {
            UsageBy.Person => await db.Users.Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id.ToString(), u => u.Email, cancellationToken),
            UsageBy.Conversation => await db.Conversations.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id.ToString(), c => c.Title, cancellationToken),
            _ => [],
        };
        return key => titles.TryGetValue(key, out var title) ? title
            : by == UsageBy.Conversation ? key.Length == 0 ? "(test of the model)" : "(deleted conversation)"
            : by == UsageBy.Person ? "(former user)"
            : key;
    }

    private UsageSum Sum(IEnumerable<Part> parts)
    {
        var all = parts.ToList();
        var priced = all.Select(p => (Part: p, Cost: options.Prices.Find(p.Model)?.Of(p.Tokens))).ToList();
        return new()
        {
            Questions = all.Sum(p => p.Questions),
            Calls = all.Sum(p => p.Calls),
            Failed = all.Sum(p => p.Failed),
            Uncounted = all.Sum(p => p.Uncounted),
            Tokens = new(all.Sum(p => p.Input), all.Sum(p => p.Output), all.Sum(p => p.CacheRead), all.Sum(p => p.CacheWrite)),
            Cost = priced.Any(p => p.Cost is not null) ? priced.Sum(p => p.Cost ?? 0) : null,
            Unpriced = [.. priced.Where(p => p.Cost is null).Select(p => p.Part.Model).Distinct().Order(StringComparer.Ordinal)],
        };
    }

    private sealed class Keyed<T>
    {
        public required T Key { get; init; }
        public required ModelCall Call { get; init; }
    }

    private sealed record Group<T>(T Key, Part Part);

    private sealed record Part(string Model, int Questions, int Calls, int Failed, int Uncounted, long Input, long Output, long CacheRead, long CacheWrite)
    {
        public TokenUsage Tokens => new(Input, Output, CacheRead, CacheWrite);
    }
}
