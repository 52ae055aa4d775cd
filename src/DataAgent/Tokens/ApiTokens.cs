using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Tokens;

/// <summary>Tokens that people make for their programs. Each sees and revokes their own alone.</summary>
public sealed class ApiTokens(IDbContextFactory<PlatformDbContext> database, ProjectAccess access, TimeProvider clock)
{
    /// <summary>How every token begins, so that people and scanners of source code know one when they see it.</summary>
    public const string Prefix = "dat_";

    // Programs ask many times a second; that one is in use need not be known that well.
    private static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);

    public async Task<TokenOutcome> AddAsync(Guid userId, TokenDraft draft, QueryDoor door, CancellationToken cancellationToken)
    {
        if (draft.Check() is { Count: > 0 } errors)
            return new TokenOutcome.Invalid(errors);
        var project = draft.ProjectSlug is { } slug ? (await access.FindMemberAsync(userId, slug, cancellationToken))?.Project : null;
        if (draft.ProjectSlug is not null && project is null)
            return new TokenOutcome.Invalid(
                [new("project", "You are in no project with this slug. Leave it out for a token that is for all of yours.")]);

        var secret = Prefix + SignInLinks.NewToken();
        var token = New(userId, draft, project?.Id, secret);
        var line = new TokenLine(token.Id, token.Name, token.Scopes, project?.Slug, token.CreatedAt, token.ExpiresAt, null);
        return await InsertAsync(token, line, door, cancellationToken)
            ? new TokenOutcome.Made(line, secret)
            : new TokenOutcome.Invalid([new("name", "You have a token of this name. Choose another, or revoke that one first.")]);
    }

    /// <summary>The person's tokens that are not revoked, the newest first; also those that have expired.</summary>
    public async Task<IReadOnlyList<TokenLine>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await (
            from token in db.ApiTokens.AsNoTracking()
            where token.UserId == userId && token.RevokedAt == null
            orderby token.CreatedAt descending, token.Id descending
            select new TokenLine(
                token.Id, token.Name, token.Scopes, db.Projects.Where(p => p.Id == token.ProjectId).Select(p => p.Slug).SingleOrDefault(),
                token.CreatedAt, token.ExpiresAt, token.LastUsedAt)).ToListAsync(cancellationToken);
    }

    /// <summary>It opens nothing from the next request on.</summary>
    /// <returns>False: the person has no such token.</returns>
    public async Task<bool> RevokeAsync(Guid userId, Guid id, QueryDoor door, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.ApiTokens.SingleOrDefaultAsync(t => t.Id == id && t.UserId == userId && t.RevokedAt == null, cancellationToken)
            is not { } token)
            return false;
        token.RevokedAt = clock.GetUtcNow();
        db.AuditEntries.Add(AccountAudit.Done("user.token_revoke", userId, door, clock.GetUtcNow(), token.Name));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Null: unknown, expired, revoked, or of a disabled person. The four look the same on purpose.</summary>
    /// <remarks>Looked up by its hash, so the time it takes tells nothing about the token.</remarks>
    public async Task<TokenBearer?> FindBearerAsync(string secret, CancellationToken cancellationToken)
    {
        var (hash, now) = (SignInLinks.Hash(secret), clock.GetUtcNow());
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var found = await (
            from token in db.ApiTokens.AsNoTracking()
            join user in db.Users.AsNoTracking() on token.UserId equals user.Id
            where token.TokenHash == hash && token.ExpiresAt > now && token.RevokedAt == null && user.DisabledAt == null
            select new { token, user }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        if (found.token.LastUsedAt is not { } used || now - used >= UseStep)
            await db.ApiTokens.Where(t => t.Id == found.token.Id)
                .ExecuteUpdateAsync(t => t.SetProperty(one => one.LastUsedAt, now), cancellationToken);
        return new TokenBearer(found.user, found.token.Id, found.token.Name, found.token.Scopes, found.token.ProjectId);
    }

    private ApiToken New(Guid userId, TokenDraft draft, Guid? projectId, string secret) => new()
    {
        Id = Guid.CreateVersion7(),
        UserId = userId,
        Name = draft.Name.Trim(),
        TokenHash = SignInLinks.Hash(secret),
        Scopes = [.. draft.Scopes.Select(word => TokenScopes.Find(word)!.Value).Distinct().Order()],
        ProjectId = projectId,
        CreatedAt = clock.GetUtcNow(),
        ExpiresAt = clock.GetUtcNow().AddDays(draft.Days),
    };

    private async Task<bool> InsertAsync(ApiToken token, TokenLine line, QueryDoor door, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.ApiTokens.Add(token);
        var reach = string.Join(", ", line.Scopes.Select(TokenScopes.Word)) + (line.Project is { } slug ? $" in {slug}" : "");
        var words = $"{line.Name}: {reach}, until {line.ExpiresAt:yyyy-MM-dd}";
        db.AuditEntries.Add(AccountAudit.Done("user.token_add", token.UserId, door, token.CreatedAt, words));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }
}
