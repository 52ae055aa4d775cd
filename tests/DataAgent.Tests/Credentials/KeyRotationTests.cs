using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Credentials;

public sealed class KeyRotationTests(PostgresServer server) : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"keys-{Guid.NewGuid():n}");
    private readonly User _root = new() { Id = Guid.CreateVersion7(), Email = "root@example.test", DisplayName = "Root", IsPlatformAdministrator = true };
    private TestPlatform _platform = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.CreateAsync(server, Token);
        await File.WriteAllTextAsync(_file, CredentialKeyRing.Generate(), Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _platform.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task Everything_is_sealed_anew_in_batches_and_running_processes_open_and_seal_with_the_new_key()
    {
        var running = new CredentialVault(CredentialKeyRing.Load(_file));
        var projects = await AddAsync(running, KeyRotation.Batch + 3);
        var scope = RoleChecked.ScopeOf(projects[0]);

        var outcome = await Rotation().RotateAsync(_root, QueryDoor.CommandLine, Token);

        var done = Assert.IsType<RotationOutcome.Done>(outcome);
        Assert.Equal(("k2", (KeyRotation.Batch + 3) * 3 + 1, 0), (done.KeyId, done.Texts, done.Unopened.Count));
        await using var db = _platform.CreateDbContext();
        foreach (var project in await db.Projects.AsNoTracking().ToListAsync(Token))
        {
            Assert.Equal(("reader", "secret", "sk-1"), (running.OpenDbLogin(project).User, running.OpenDbLogin(project).Password, running.FindModelKey(project)));
            Assert.StartsWith("v1.k2.", project.SealedDbPassword, StringComparison.Ordinal);
        }

        Assert.Equal(scope, RoleChecked.ScopeOf(await db.Projects.SingleAsync(p => p.Id == projects[0].Id, Token)));
        Assert.StartsWith("v1.k2.", running.Seal("new", "place"), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file));
        Assert.Equal("keys.rotate", (await db.AuditEntries.SingleAsync(e => e.UserId == _root.Id, Token)).Action);
    }

    [Fact]
    public async Task One_that_was_interrupted_goes_on_with_the_key_it_began_with()
    {
        var ring = CredentialKeyRing.Load(_file);
        var projects = await AddAsync(new CredentialVault(ring), 3);
        // The key was made and one project of three was done.
        CredentialKeyRing.Load(_file).AddKey();
        await using (var db = _platform.CreateDbContext())
        {
            var first = await db.Projects.SingleAsync(p => p.Id == projects[0].Id, Token);
            Assert.Equal(3, new CredentialVault(ring).Reseal(first));
            await db.SaveChangesAsync(Token);
        }

        var done = Assert.IsType<RotationOutcome.Done>(await Rotation().RotateAsync(_root, QueryDoor.CommandLine, Token));

        Assert.Equal(("k2", 7L), (done.KeyId, done.Texts));
        Assert.Equal([("k2", 10L, true, true), ("k1", 0L, false, true)], (await Rotation().CountAsync(Token)).Select(k => (k.Id, k.Texts, k.IsCurrent, k.IsHeld)));
    }

    [Fact]
    public async Task An_old_key_goes_only_when_nothing_is_sealed_with_it()
    {
        await AddAsync(new CredentialVault(CredentialKeyRing.Load(_file)), 1);
        CredentialKeyRing.Load(_file).AddKey();

        Assert.Empty(Assert.IsType<RotationOutcome.Pruned>(await Rotation().PruneAsync(_root, QueryDoor.CommandLine, Token)).KeyIds);
        await Rotation().RotateAsync(_root, QueryDoor.CommandLine, Token);
        var pruned = Assert.IsType<RotationOutcome.Pruned>(await Rotation().PruneAsync(_root, QueryDoor.CommandLine, Token));

        Assert.Equal(["k1"], pruned.KeyIds);
        Assert.Equal(["k2"], CredentialKeyRing.Load(_file).Ids);
        var again = Assert.IsType<RotationOutcome.Done>(await Rotation().RotateAsync(_root, QueryDoor.CommandLine, Token));
        Assert.Equal("k3", again.KeyId);
    }

    [Fact]
    public async Task What_does_not_open_stays_and_is_told()
    {
        var projects = await AddAsync(new CredentialVault(CredentialKeyRing.Load(_file)), 2);
        await using (var db = _platform.CreateDbContext())
            await db.Projects.Where(p => p.Id == projects[1].Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.SealedDbUser, "v1.k9.AAAA"), Token);

        var done = Assert.IsType<RotationOutcome.Done>(await Rotation().RotateAsync(_root, QueryDoor.CommandLine, Token));

        Assert.Equal([$"project {projects[1].Slug}"], done.Unopened);
        Assert.Contains(await Rotation().CountAsync(Token), k => k is { Id: "k9", IsHeld: false, Texts: 1 });
    }

    [Fact]
    public async Task Keys_of_the_environment_are_changed_by_the_operator_and_rotation_seals_the_rest()
    {
        var (one, two) = (CredentialKeyRing.Generate(), CredentialKeyRing.Parse(CredentialKeyRing.Generate()).NewKey());
        await AddAsync(new CredentialVault(CredentialKeyRing.Parse(one)), 1);

        Assert.IsType<RotationOutcome.Refused>(await Rotation(CredentialKeyRing.Parse(one)).RotateAsync(_root, QueryDoor.CommandLine, Token));
        var done = Assert.IsType<RotationOutcome.Done>(await Rotation(CredentialKeyRing.Parse($"{two},{one}")).RotateAsync(_root, QueryDoor.CommandLine, Token));

        Assert.Equal(("k2", 4L), (done.KeyId, done.Texts));
    }

    [Fact]
    public async Task Only_platform_administrators_do_it_and_one_at_a_time()
    {
        await AddAsync(new CredentialVault(CredentialKeyRing.Load(_file)), 5);
        var nobody = new User { Id = Guid.CreateVersion7(), Email = "", DisplayName = "" };

        Assert.IsType<RotationOutcome.Refused>(await Rotation().RotateAsync(nobody, QueryDoor.CommandLine, Token));
        Assert.IsType<RotationOutcome.Refused>(await Rotation().PruneAsync(nobody, QueryDoor.CommandLine, Token));
        await using var db = _platform.CreateDbContext();
        await using var other = await db.Database.BeginTransactionAsync(Token);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('dataagent key rotation'))", Token);
        Assert.IsType<RotationOutcome.Refused>(await Rotation().RotateAsync(_root, QueryDoor.CommandLine, Token));
        Assert.Equal(["k1"], CredentialKeyRing.Load(_file).Ids);
    }

    private KeyRotation Rotation(CredentialKeyRing? ring = null)
    {
        ring ??= CredentialKeyRing.Load(_file);
        return new(_platform, ring, new CredentialVault(ring), TimeProvider.System);
    }

    /// <summary>Projects with login and model key, and one cookie key.</summary>
    private async Task<List<Project>> AddAsync(CredentialVault vault, int count)
    {
        await using var db = _platform.CreateDbContext();
        List<Project> projects = [];
        for (var i = 0; i < count; i++)
        {
            var project = Project.Empty(Guid.CreateVersion7(), DateTimeOffset.UtcNow);
            project.Slug = $"p-{i}";
            vault.SetDbLogin(project, "reader", "secret");
            vault.SetModelKey(project, "sk-1");
            projects.Add(project);
        }

        var id = Guid.CreateVersion7();
        db.Projects.AddRange(projects);
        db.DataProtectionKeys.Add(new DataProtectionKey { Id = id, FriendlyName = "cookie", SealedXml = vault.Seal("<x/>", DataProtectionKey.SealContext(id)) });
        await db.SaveChangesAsync(Token);
        return projects;
    }
}
