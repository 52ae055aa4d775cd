using System.Collections.Concurrent;
using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Projects.Roles;

/// <summary>Knows how projects stand with their roles, and checks a role by itself when that is due.</summary>
/// <remarks>
/// The truth is the project's row, which whoever asks has loaded with the proof of membership anyway. A proof may be older than a check of
/// this process, though: so the newest one is also kept in memory.
/// </remarks>
public sealed class RoleChecks(
    IDbContextFactory<PlatformDbContext> database, ProjectConnector connect, CredentialVault vault, QueryOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>After a check that could not be renewed, queries go by the old one for this long before the next try.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, RoleChecked> _newest = [];
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _failed = [];
    private readonly Dictionary<(Guid Project, string Scope), Task<RoleChecked>> _running = [];
    private readonly Lock _lock = new();

    /// <summary>A project stands otherwise than before, as far as this process knows.</summary>
    public event Action<Guid>? Changed;

    /// <summary>As far as is known; asks nobody.</summary>
    public RoleStanding Find(Project project) => RoleStanding.Of(project, Newest(project, RoleChecked.ScopeOf(project)));

    /// <summary>Checks first when the role was never checked, or not for long. Of many who ask at once, one check serves all.</summary>
    /// <exception cref="ProjectDatabaseException">It was never checked, and the database cannot be asked.</exception>
    public async ValueTask<RoleStanding> GetAsync(Project project, CancellationToken cancellationToken)
    {
        var scope = RoleChecked.ScopeOf(project);
        var known = Newest(project, scope);
        if (known is not null && !IsDue(project, known))
            return RoleStanding.Of(project, known);
        try
        {
            return RoleStanding.Of(project, await RunOnceAsync(project, scope).WaitAsync(cancellationToken));
        }
        catch (ProjectDatabaseException) when (known is not null)
        {
            _failed[project.Id] = clock.GetUtcNow();
            return RoleStanding.Of(project, known);
        }
    }

    /// <summary>Checks as soon as a project is set up. A database that cannot be asked yet is no fault of the role.</summary>
    internal async Task<RoleStanding> TryAsync(Project project, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(project, cancellationToken);
        }
        catch (ProjectDatabaseException)
        {
            return RoleStanding.Of(project, null);
        }
    }

    /// <summary>Keeps what a check found, whoever made it.</summary>
    internal async Task<RoleChecked> KeepAsync(Project project, string user, RoleReport report, CancellationToken cancellationToken)
    {
        var check = RoleChecked.Of(project, user, report);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await db.Projects.Where(p => p.Id == project.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.RoleChecked, check), cancellationToken);
        _newest[project.Id] = check;
        _failed.TryRemove(project.Id, out _);
        Tell(project.Id);
        return check;
    }

    internal void Tell(Guid projectId) => Changed?.Invoke(projectId);

    private RoleChecked? Newest(Project project, string scope)
    {
        var kept = project.RoleChecked?.Scope == scope ? project.RoleChecked : null;
        var here = _newest.TryGetValue(project.Id, out var check) && check.Scope == scope ? check : null;
        return here is not null && (kept is null || here.At > kept.At) ? here : kept;
    }

    private bool IsDue(Project project, RoleChecked known)
    {
        var now = clock.GetUtcNow();
        return now - known.At >= options.RoleCheckLifetime && !(_failed.TryGetValue(project.Id, out var failed) && now - failed < Pause);
    }

    private Task<RoleChecked> RunOnceAsync(Project project, string scope)
    {
        lock (_lock)
        {
            // Not with the caller's token: others wait for the same check, and it stays when the caller leaves.
            return _running.TryGetValue((project.Id, scope), out var running)
                ? running
                : _running[(project.Id, scope)] = Task.Run(() => RunAsync(project, scope));
        }
    }

    private async Task<RoleChecked> RunAsync(Project project, string scope)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        try
        {
            await using var connection = await connect(project, deadline.Token);
            var (user, password) = vault.OpenDbLogin(project);
            var report = await RoleCheck.RunAsync(connection, ReadOnlyRole.Of(project, user, password), clock.GetUtcNow(), deadline.Token);
            return await KeepAsync(project, user, report, CancellationToken.None);
        }
        catch (PostgresException e)
        {
            throw new ProjectDatabaseException(e.SqlState, $"The project's database role could not be checked (error {e.SqlState}). Try again; "
                + "if it stays so, ask a project admin to run the doctor.", e);
        }
        catch (OperationCanceledException e)
        {
            throw new ProjectDatabaseException(null, "The project's database did not answer in time when its role was checked. Try again in a moment.", e);
        }
        catch (Exception e) when (FailureAdvice.IsOfDatabase(e) && e is not ProjectDatabaseException)
        {
            throw FailureAdvice.Unreachable(e);
        }
        finally
        {
            lock (_lock)
                _running.Remove((project.Id, scope));
        }
    }
}
