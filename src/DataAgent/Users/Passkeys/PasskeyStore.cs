using System.Globalization;
using DataAgent.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Users;

/// <summary>Shows Identity's handler of passkeys our accounts and their keys. It reads; what it finds out is written elsewhere, with its audit entry.</summary>
public sealed class PasskeyStore(IDbContextFactory<PlatformDbContext> database) : IUserPasskeyStore<User>
{
    public async Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(userId, CultureInfo.InvariantCulture, out var id))
            return null;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
    }

    public async Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await (
            from passkey in db.Passkeys
            join user in db.Users.AsNoTracking() on passkey.UserId equals user.Id
            where passkey.CredentialId == credentialId
            select user).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(p => p.UserId == user.Id && p.CredentialId == credentialId, cancellationToken) is { } passkey
            ? Info(passkey)
            : null;
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return [.. (await db.Passkeys.AsNoTracking().Where(p => p.UserId == user.Id).ToListAsync(cancellationToken)).Select(Info)];
    }

    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public async Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        var address = UserDirectory.Normalize(normalizedUserName);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Email == address, cancellationToken);
    }

    public Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw WrittenElsewhere();

    public Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) => throw WrittenElsewhere();

    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) => throw WrittenElsewhere();

    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken) => throw WrittenElsewhere();

    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) => throw WrittenElsewhere();

    public Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken) => throw WrittenElsewhere();

    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) => throw WrittenElsewhere();

    public void Dispose()
    {
        // It holds nothing between two calls.
    }

    /// <remarks>The attestation is not asked for, so there is none to keep.</remarks>
    private static UserPasskeyInfo Info(Passkey passkey) => new(
        passkey.CredentialId, passkey.PublicKey, passkey.CreatedAt, (uint)passkey.SignCount, [.. passkey.Transports], isUserVerified: true,
        passkey.IsBackupEligible, passkey.IsBackedUp, attestationObject: [], clientDataJson: []);

    private static NotSupportedException WrittenElsewhere() =>
        new("Accounts and passkeys are written by their own classes, with an audit entry in the same transaction.");
}
