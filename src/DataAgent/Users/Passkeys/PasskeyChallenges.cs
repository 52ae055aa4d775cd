using DataAgent.Data;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Users;

/// <summary>Challenges that wait for a device's answer: in our database, so that any server of ours takes the answer, and none takes it twice.</summary>
public sealed class PasskeyChallenges(IDbContextFactory<PlatformDbContext> database, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <param name="userId">Who adds a passkey; null: somebody signs in with one.</param>
    /// <returns>A token of 43 characters, for the browser.</returns>
    public async Task<string> KeepAsync(Guid? userId, string state, CancellationToken cancellationToken)
    {
        var (token, now) = (SignInLinks.NewToken(), clock.GetUtcNow());
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        // Whoever went away has left theirs behind.
        await db.PasskeyChallenges.Where(c => c.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        db.PasskeyChallenges.Add(new PasskeyChallenge
        {
            Id = Guid.CreateVersion7(),
            TokenHash = SignInLinks.Hash(token),
            UserId = userId,
            State = state,
            ExpiresAt = now + Lifetime,
        });
        await db.SaveChangesAsync(cancellationToken);
        return token;
    }

    /// <summary>The state, this once. Null: unknown, used, expired, or of somebody else.</summary>
    public async Task<string?> TakeAsync(Guid? userId, string token, CancellationToken cancellationToken)
    {
        var (hash, now) = (SignInLinks.Hash(token), clock.GetUtcNow());
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var challenge = await db.PasskeyChallenges.AsNoTracking()
            .SingleOrDefaultAsync(c => c.TokenHash == hash && c.UserId == userId && c.ExpiresAt > now, cancellationToken);
        if (challenge is null)
            return null;
        // Whoever takes the row away has used it; a second answer at the same instant finds none.
        return await db.PasskeyChallenges.Where(c => c.Id == challenge.Id).ExecuteDeleteAsync(cancellationToken) == 1 ? challenge.State : null;
    }
}
