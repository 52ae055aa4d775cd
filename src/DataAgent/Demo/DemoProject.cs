using DataAgent.Agent;
using System.Security.Cryptography;
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
public sealed class DemoProject(
    IDbContextFactory<PlatformDbContext> database, ProjectCatalog catalog, TimeProvider clock, ILogger<DemoProject> logger)
{
    public const string Slug = "demo";

    private const string Login = "demo_reader";

    /// <summary>Makes what is missing: database, read-only role, project. A project that was changed, archived or deleted stays so.</summary>
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
            await turn.CommitAsync(cancellationToken);
            return;
        }

        await DemoDatabase.EnsureAsync(adminConnectionString, DemoDatabase.Name, logger, cancellationToken);

        var settings = Settings(adminConnectionString, provider);
        var role = new ReadOnlyRole(Login, settings.DbPassword!, DemoDatabase.Schema, [], DemoDatabase.ExcludedTables);
        if (await RoleSetup.RunAsync(DemoDatabase.On(adminConnectionString, DemoDatabase.Name), role, dryRun: false, cancellationToken) is RoleSetupOutcome.Refused refused)
            throw new InvalidOperationException($"The demo's read-only role could not be made. {refused.Message}");

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
}
