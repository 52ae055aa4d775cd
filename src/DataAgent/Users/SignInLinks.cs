using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DataAgent.Data;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Users;

/// <summary>Links that sign one person in without a password. Whoever holds one is that person until it expires.</summary>
public sealed class SignInLinks(IDbContextFactory<PlatformDbContext> database, TimeProvider clock)
{
    private const int TokenBytes = 32;

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>A token of 43 characters that fit into a URL. Links this person had before are void.</summary>
    public async Task<string> CreateAsync(Guid userId, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var token = NewToken();
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.SignInLinks.RemoveRange(db.SignInLinks.Where(l => l.UserId == userId));
        db.SignInLinks.Add(new SignInLink { Id = Guid.CreateVersion7(), UserId = userId, TokenHash = Hash(token), ExpiresAt = clock.GetUtcNow() + lifetime });
        await db.SaveChangesAsync(cancellationToken);
        return token;
    }

    /// <summary>Null: unknown, expired, or of a disabled person. A good token may be used again until it expires.</summary>
    /// <remarks>Looked up by its hash, so the time it takes tells nothing about the token.</remarks>
    public async Task<User?> RedeemAsync(string token, CancellationToken cancellationToken)
    {
        var (hash, now) = (Hash(token), clock.GetUtcNow());
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var found = await (
            from link in db.SignInLinks
            join user in db.Users.AsNoTracking() on link.UserId equals user.Id
            where link.TokenHash == hash && link.ExpiresAt > now && user.DisabledAt == null
            select user).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        db.AuditEntries.Add(AccountAudit.Done("user.sign_in", found.Id, QueryDoor.Page, now, "link"));
        await db.SaveChangesAsync(cancellationToken);
        return found;
    }

    internal static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    internal static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
