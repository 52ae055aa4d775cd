using DataAgent.Agent;
using System.Security.Cryptography;
using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DataAgent.Demo;

/// <summary>The project that a fresh installation starts with, over the demo database.</summary>
public sealed partial class DemoProject(
    IDbContextFactory<PlatformDbContext> database, ProjectCatalog catalog, CredentialVault vault, TimeProvider clock, ILogger<DemoProject> logger)
{
    public const string Slug = "demo";

    private const string Login = "demo_reader";

    /// <summary>Makes what is missing: database, read-only role, project. A project that was changed, archived or deleted stays so.</summary>
    /// <remarks>A project that came from a backup, without its database, gets both with the login that it has.</remarks>
    /// <param name="adminConnectionString">A superuser of the server that the demo database is, or shall be, on.</param>
    /// <param name="administrator">A platform administrator, who becomes the project's admin.</param>
    /// <param name="provider">Who answers: <c>offline</c>, or a provider that a key is there for.</param>
    public async Task EnsureAsync(string adminConnectionString, User administrator, string provider, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var turn = await db.Database.BeginTransactionAsync(cancellationToken);
        // Of two hosts that start at once, the second waits and finds the project: the password of the role is set only once.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('dataagent demo project'))", cancellationToken);
        if (await db.Milestones.AnyAsync(m => m.Name == Milestone.Demo, cancellationToken) || await db.Projects.AnyAsync(p => p.Slug == Slug, cancellationToken))
        {
            await FollowServerAsync(db, new NpgsqlConnectionStringBuilder(adminConnectionString), cancellationToken);
            if (await db.Projects.AsNoTracking().FirstOrDefaultAsync(p => p.Slug == Slug, cancellationToken) is { } project)
                await MendAsync(project, adminConnectionString, cancellationToken);
            await turn.CommitAsync(cancellationToken);
            return;
        }

        var settings = Settings(adminConnectionString, provider);
        await MakeDatabaseAsync(adminConnectionString, settings.DbPassword!, cancellationToken);
        if (await catalog.AddAsync(administrator, settings, QueryDoor.CommandLine, cancellationToken) is not ProjectOutcome.Saved)
            throw new InvalidOperationException("The demo project could not be added.");
        db.Milestones.Add(new() { Name = Milestone.Demo, At = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
        await turn.CommitAsync(cancellationToken);
    }

    /// <summary>A key of Anthropic's makes a model answer; without one the offline analyst does.</summary>
    public static string DefaultProvider(AgentOptions options) => options.AnthropicApiKey is null ? "offline" : "anthropic";

    /// <summary>The built-in server takes another port when its last one is taken; the demo goes with it.</summary>
    private static Task FollowServerAsync(PlatformDbContext db, NpgsqlConnectionStringBuilder server, CancellationToken cancellationToken) => db.Projects
        .Where(p => p.Slug == Slug && p.DbHost == server.Host && p.DbName == DemoDatabase.Name && p.DbPort != server.Port)
        .ExecuteUpdateAsync(p => p.SetProperty(x => x.DbPort, server.Port), cancellationToken);

    private async Task MakeDatabaseAsync(string adminConnectionString, string password, CancellationToken cancellationToken)
    {
        await DemoDatabase.EnsureAsync(adminConnectionString, DemoDatabase.Name, logger, cancellationToken);
        var role = new ReadOnlyRole(Login, password, DemoDatabase.Schema, [], DemoDatabase.ExcludedTables);
        var demo = DemoDatabase.On(adminConnectionString, DemoDatabase.Name);
        if (await RoleSetup.RunAsync(demo, role, dryRun: false, cancellationToken) is RoleSetupOutcome.Refused refused)
            throw new InvalidOperationException($"The demo's read-only role could not be made. {refused.Message}");
    }

    /// <summary>Only where the project still asks this server's demo database as the login that we made.</summary>
    private async Task MendAsync(Project project, string adminConnectionString, CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(adminConnectionString);
        if (project.DbHost != server.Host || project.DbPort != server.Port || project.DbName != DemoDatabase.Name)
            return;
        try
        {
            var (user, password) = vault.OpenDbLogin(project);
            if (user == Login && !await DemoDatabase.OpensAsync(adminConnectionString, user, password, cancellationToken))
                await MakeDatabaseAsync(adminConnectionString, password, cancellationToken);
        }
        catch (CredentialException e)
        {
            // The rest of the platform works without the demo.
            LogSealed(logger, e.Message);
        }
    }

    private static ProjectSettings Settings(string adminConnectionString, string provider)
    {
        var server = new NpgsqlConnectionStringBuilder(adminConnectionString);
        return new ProjectSettings
        {
            Name = "Demo shop",
            Slug = Slug,
            Description = "An invented retailer with an online shop and 24 stores: three years of orders, payments, shipments, returns and stock.",
            DbHost = server.Host!,
            DbPort = server.Port,
            DbName = DemoDatabase.Name,
            DbSchema = DemoDatabase.Schema,
            DbUser = Login,
            DbPassword = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)),
            DbTls = "prefer",
            ExcludedTables = DemoDatabase.ExcludedTables,
            LlmProvider = provider,
        };
    }

    [LoggerMessage(LogLevel.Warning, "The demo project cannot ask its database. {Advice}")]
    private static partial void LogSealed(ILogger logger, string advice);
}
