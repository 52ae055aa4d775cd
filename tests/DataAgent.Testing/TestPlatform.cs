using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Testing;

/// <summary>A platform database of its own, with people and projects on demand.</summary>
public sealed class TestPlatform : IAsyncDisposable, IDbContextFactory<PlatformDbContext>
{
    private readonly DbContextOptions<PlatformDbContext> _options;

    private readonly ProjectPools _pools;

    private TestPlatform(string connectionString)
    {
        ConnectionString = connectionString;
        Source = PlatformDatabase.CreateSource(connectionString);
        _pools = new ProjectPools(Vault, new HostGuard(new QueryOptions()), new QueryOptions(), TimeProvider.System);
        Roles = CreateRoles(new QueryOptions(), TimeProvider.System);
        _options = ((DbContextOptionsBuilder<PlatformDbContext>)new DbContextOptionsBuilder<PlatformDbContext>().UsePlatform(Source)).Options;
    }

    public string ConnectionString { get; }
    public NpgsqlDataSource Source { get; }
    public CredentialVault Vault { get; } = new(CredentialKeyRing.Parse(CredentialKeyRing.Generate()));

    /// <summary>What one process knows of the roles of projects; it checks them with connections of its own.</summary>
    public RoleChecks Roles { get; }

    public RoleChecks CreateRoles(QueryOptions options, TimeProvider clock) => new(this, _pools.OpenAsync, Vault, options, clock);

    public static async Task<TestPlatform> CreateAsync(PostgresServer server, CancellationToken cancellationToken) =>
        new(await server.CreateDatabaseAsync("platform", MigrateAsync, cancellationToken));

    /// <summary>How many of the next contexts find the database starting, as after its restart.</summary>
    public int Starting { get; set; }

    public PlatformDbContext CreateDbContext() => Starting-- > 0
        ? throw new PostgresException("starting up", "FATAL", "FATAL", PostgresErrorCodes.CannotConnectNow)
        : new(_options);

    /// <summary>A new person in a new project over the database of <paramref name="customer"/>, whose login the project uses.</summary>
    public async Task<Member> AddMemberAsync(Role role, string customer, string schema, CancellationToken cancellationToken, Action<Project>? configure = null)
    {
        var login = new NpgsqlConnectionStringBuilder(customer);
        var project = new Project
        {
            Id = Guid.CreateVersion7(),
            Name = "Test",
            Slug = $"test-{Guid.CreateVersion7():n}",
            DbHost = login.Host!,
            DbPort = login.Port,
            DbName = login.Database!,
            DbSchema = schema,
            DbTls = "disable",
            SealedDbUser = "",
            SealedDbPassword = "",
            CreatedAt = DateTimeOffset.UtcNow,
            UpdatedAt = DateTimeOffset.UtcNow,
        };
        Vault.SetDbLogin(project, login.Username!, login.Password ?? "");
        configure?.Invoke(project);
        await using (var db = CreateDbContext())
        {
            db.Projects.Add(project);
            await db.SaveChangesAsync(cancellationToken);
        }

        return await AddMemberAsync(role, project, cancellationToken);
    }

    /// <summary>One more person in a project.</summary>
    public async Task<Member> AddMemberAsync(Role role, Project project, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var user = new User { Id = id, Email = $"{id:n}@example.test", DisplayName = $"Test {role}", CreatedAt = DateTimeOffset.UtcNow };
        await using (var db = CreateDbContext())
        {
            db.Users.Add(user);
            db.Memberships.Add(new Membership { ProjectId = project.Id, UserId = id, Role = role, CreatedAt = DateTimeOffset.UtcNow });
            await db.SaveChangesAsync(cancellationToken);
        }

        return (await new ProjectAccess(this).FindMemberAsync(id, project.Slug, cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _pools.DisposeAsync();
        await Source.DisposeAsync();
    }

    private static async Task MigrateAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await new PlatformMigrator(source).MigrateAsync(CancellationToken.None);
    }
}
