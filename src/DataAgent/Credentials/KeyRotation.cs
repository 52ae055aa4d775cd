using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Credentials;

/// <summary>How many stored texts a key has sealed.</summary>
/// <param name="IsHeld">False: the key is not in the ring, so none of them opens.</param>
public sealed record KeyUse(string Id, long Texts, bool IsCurrent, bool IsHeld);

/// <summary>What became of an attempt to rotate or remove keys.</summary>
public abstract record RotationOutcome
{
    private RotationOutcome() { }

    /// <param name="KeyId">That seals everything now.</param>
    /// <param name="Unopened">What did not open with any key of the ring, and so stayed as it is.</param>
    public sealed record Done(string KeyId, long Texts, IReadOnlyList<string> Unopened) : RotationOutcome;

    public sealed record Pruned(IReadOnlyList<string> KeyIds) : RotationOutcome;

    /// <summary>Not done; the sentence says why and what to do.</summary>
    public sealed record Refused(string Message) : RotationOutcome;
}

/// <summary>Gives everything sealed to a new key, batch by batch, while the product runs. One that was interrupted goes on.</summary>
public sealed class KeyRotation(IDbContextFactory<PlatformDbContext> database, CredentialKeyRing ring, CredentialVault vault, TimeProvider clock)
{
    internal const int Batch = 100;

    private const string Claim = "key rotation";

    private static readonly RotationOutcome.Refused _notAnAdministrator = new("Only a platform administrator rotates keys.");

    /// <summary>Keys of the ring and of stored texts, the current one first.</summary>
    public async Task<IReadOnlyList<KeyUse>> CountAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var counts = await CountAsync(db, cancellationToken);
        var ids = ring.Ids;
        return [.. ids.Concat(counts.Keys.Except(ids).Order(StringComparer.Ordinal))
            .Select(id => new KeyUse(id, counts.GetValueOrDefault(id), id == ids[0], ids.Contains(id)))];
    }

    /// <summary>Where keys are in a file and all is sealed with the current one, a new key is made first; else what is left is sealed with the current one.</summary>
    public async Task<RotationOutcome> RotateAsync(User actor, QueryDoor door, CancellationToken cancellationToken)
    {
        if (!actor.IsPlatformAdministrator)
            return _notAnAdministrator;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var turn = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.TryClaimAsync(Claim, cancellationToken))
            return new RotationOutcome.Refused("Another rotation is running. Wait for it; when it was interrupted, rotate again and it goes on.");
        if ((await CountAsync(db, cancellationToken)).Keys.All(id => id == ring.CurrentId))
        {
            if (!ring.IsInFile)
                return new RotationOutcome.Refused(
                    "Everything is sealed with the first key of DATAAGENT_CREDENTIAL_KEYS. Put a new one (dataagent keys new) at its end in every process, " +
                    "restart them, then move it to the front, restart them again, and rotate.");
            ring.AddKey();
        }

        var (texts, unopened) = await ResealAllAsync(cancellationToken);
        db.AuditEntries.Add(ProjectAudit.Entry("keys.rotate", actor.Id, null, door, clock.GetUtcNow(), $"to {ring.CurrentId}: {texts} texts"));
        await db.SaveChangesAsync(cancellationToken);
        await turn.CommitAsync(cancellationToken);
        return new RotationOutcome.Done(ring.CurrentId, texts, unopened);
    }

    /// <summary>Takes keys out of the file that nothing is sealed with any more. Backups from before need them still: they have their own copy.</summary>
    public async Task<RotationOutcome> PruneAsync(User actor, QueryDoor door, CancellationToken cancellationToken)
    {
        if (!actor.IsPlatformAdministrator)
            return _notAnAdministrator;
        if (!ring.IsInFile)
            return new RotationOutcome.Refused("The keys are in DATAAGENT_CREDENTIAL_KEYS: take those that \"keys list\" shows as unused out of it.");
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var turn = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.TryClaimAsync(Claim, cancellationToken))
            return new RotationOutcome.Refused("A rotation is running. Wait for it.");
        // Whoever is storing something sealed right now is waited for, and whoever comes next waits.
        await db.Database.ExecuteSqlAsync($"lock table project, data_protection_key in share mode", cancellationToken);
        var used = await CountAsync(db, cancellationToken);
        var unused = ring.Ids.Skip(1).Where(id => !used.ContainsKey(id)).ToList();
        if (unused.Count > 0)
        {
            db.AuditEntries.Add(ProjectAudit.Entry("keys.prune", actor.Id, null, door, clock.GetUtcNow(), string.Join(", ", unused)));
            await db.SaveChangesAsync(cancellationToken);
            ring.RemoveKeys(unused);
        }

        await turn.CommitAsync(cancellationToken);
        return new RotationOutcome.Pruned(unused);
    }

    private async Task<(long Texts, IReadOnlyList<string> Unopened)> ResealAllAsync(CancellationToken cancellationToken)
    {
        long texts = 0;
        var unopened = new Dictionary<Guid, string>();
        // Until a pass finds nothing: somebody may have stored a login with the old key while this began.
        while (await ResealBatchAsync(unopened, cancellationToken) is var (count, isLast))
        {
            texts += count;
            if (isLast)
                break;
        }

        return (texts, [.. unopened.Values]);
    }

    private async Task<(int Texts, bool IsLast)> ResealBatchAsync(Dictionary<Guid, string> unopened, CancellationToken cancellationToken)
    {
        var (prefix, skipped) = ($"v1.{ring.CurrentId}.%", unopened.Keys.ToArray());
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var projects = await db.Projects.FromSql($"""
            select * from project where not (id = any({skipped})) and ((sealed_db_user <> '' and sealed_db_user not like {prefix})
                or (sealed_db_password <> '' and sealed_db_password not like {prefix}) or sealed_model_key not like {prefix})
            limit {Batch} for update
            """).ToListAsync(cancellationToken);
        var cookies = await db.DataProtectionKeys.FromSql($"""
            select * from data_protection_key where not (id = any({skipped})) and sealed_xml not like {prefix} limit {Batch} for update
            """).ToListAsync(cancellationToken);

        var texts = 0;
        foreach (var project in projects)
            texts += Try(() => vault.Reseal(project), () => unopened[project.Id] = $"project {project.Slug}");
        foreach (var cookie in cookies)
            texts += Try(() => Reseal(cookie), () => unopened[cookie.Id] = $"cookie key {cookie.FriendlyName}");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (texts, projects.Count + cookies.Count == 0);
    }

    private int Reseal(DataProtectionKey key)
    {
        if (vault.Reseal(key.SealedXml, DataProtectionKey.SealContext(key.Id)) is not { } text)
            return 0;
        key.SealedXml = text;
        return 1;
    }

    private static int Try(Func<int> reseal, Action fail)
    {
        try
        {
            return reseal();
        }
        catch (CredentialException)
        {
            fail();
            return 0;
        }
    }

    private static async Task<Dictionary<string, long>> CountAsync(PlatformDbContext db, CancellationToken cancellationToken) => (await db.Database
        .SqlQuery<Count>($"""
            select split_part(text, '.', 2) as id, count(*) as texts from (
                select sealed_db_user as text from project union all select sealed_db_password from project
                union all select sealed_model_key from project union all select sealed_xml from data_protection_key) as stored
            where text <> '' group by 1
            """).ToListAsync(cancellationToken)).ToDictionary(count => count.Id, count => count.Texts);

    private sealed record Count(string Id, long Texts);
}
