using DataAgent.Credentials;
using DataAgent.Queries;
using Npgsql;

namespace DataAgent.Projects.Roles;

/// <summary>Tells an admin whether a project's login can be trusted to only read, by trying.</summary>
public sealed class ConnectionDoctor(ProjectConnector connect, CredentialVault vault, RoleChecks checks, TimeProvider clock)
{
    /// <summary>What is found of the role counts from now on, for the project's queries too.</summary>
    /// <returns>Null for anyone but an admin of the project.</returns>
    public async Task<RoleReport?> ExamineAsync(Member admin, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return null;
        var (user, password) = vault.OpenDbLogin(admin.Project);
        try
        {
            await using var connection = await connect(admin.Project, cancellationToken);
            var role = ReadOnlyRole.Of(admin.Project, user, password);
            var report = await RoleCheck.RunAsync(connection, role, clock.GetUtcNow(), cancellationToken);
            await checks.KeepAsync(admin.Project, user, report, cancellationToken);
            var settings = await SettingsCheck.RunAsync(connection, admin.Project, cancellationToken);
            var stuck = await StuckQueries.CountAsync(connection, admin.Project, cancellationToken);
            return report with { Attempts = [.. report.Attempts, .. settings, stuck] };
        }
        catch (ProjectDatabaseException e)
        {
            return NoConnection(e.Message);
        }
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            return NoConnection("The connection was lost half way. Try again; if it happens each time, look at the server's log.");
        }
    }

    private RoleReport NoConnection(string message) => new(clock.GetUtcNow(), [new("connects", false, true, message)]);
}
