using DataAgent.Credentials;
using DataAgent.Queries;
using DataAgent.Users;
using Npgsql;

namespace DataAgent.Projects.Roles;

/// <summary>What became of an attempt to try a connection before it is saved.</summary>
public abstract record TrialOutcome
{
    private TrialOutcome() { }

    public sealed record Forbidden(string Message) : TrialOutcome;

    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : TrialOutcome;

    /// <param name="Tables">Of the schema; empty when the connection did not come about.</param>
    public sealed record Tried(RoleReport Report, IReadOnlyList<SchemaTable> Tables) : TrialOutcome;
}

/// <summary>The doctor for settings that are only typed: it tries the login, keeps nothing and leaves the project as it is.</summary>
public sealed class ConnectionTrial(ProjectConnector connect, HostReach reach, CredentialVault vault, TimeProvider clock)
{
    private static readonly TrialOutcome.Forbidden NotAnAdministrator = new("Only a platform administrator adds projects.");

    /// <param name="typed">Without a login: the stored one is tried, where it may be sent.</param>
    public async Task<TrialOutcome> RunAsync(Member admin, ProjectSettings typed, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new TrialOutcome.Forbidden("Only an admin of the project tries its connection.");
        List<FieldError> errors = [.. OfConnection(typed.Validate(isNew: false))];
        if (ProjectCatalog.PasswordNeeded(admin.Project, typed) is { } needed)
            errors.Add(needed);
        if (errors.Count > 0)
            return new TrialOutcome.Invalid(errors);
        var (user, password) = vault.OpenDbLogin(admin.Project);
        return await RunAsync(admin.Project.Id, typed, typed.DbUser ?? user, typed.DbPassword ?? password, cancellationToken);
    }

    /// <summary>Where a new project's database is, before there is a login: is the address sound, and does anybody answer?</summary>
    public async Task<TrialOutcome> ReachAsync(User creator, ProjectSettings typed, CancellationToken cancellationToken)
    {
        if (!MayAdd(creator))
            return NotAnAdministrator;
        var settings = typed with { DbUser = "nobody", DbPassword = "" };
        FieldError[] errors = [.. OfConnection(settings.Validate(isNew: true))];
        if (errors.Length == 0 && await reach.WhyNotAsync(typed.DbHost, typed.DbPort, cancellationToken) is { } why)
            errors = [new("db_host", why)];
        return errors.Length > 0
            ? new TrialOutcome.Invalid(errors)
            : new TrialOutcome.Tried(new(clock.GetUtcNow(), [new("answers", true, false, "A server answers at this address.")]), []);
    }

    /// <summary>The doctor before there is a project.</summary>
    public async Task<TrialOutcome> RunAsync(User creator, ProjectSettings typed, CancellationToken cancellationToken)
    {
        if (!MayAdd(creator))
            return NotAnAdministrator;
        IReadOnlyList<FieldError> errors = [.. OfConnection(typed.Validate(isNew: true))];
        return errors.Count > 0
            ? new TrialOutcome.Invalid(errors)
            : await RunAsync(creator.Id, typed, typed.DbUser!, typed.DbPassword!, cancellationToken);
    }

    /// <summary>What the project's schema holds, as its role sees it.</summary>
    /// <returns>Null for anyone but an admin.</returns>
    /// <exception cref="ProjectDatabaseException">The database cannot be asked.</exception>
    public async Task<IReadOnlyList<SchemaTable>?> ListTablesAsync(Member admin, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return null;
        try
        {
            await using var connection = await connect(admin.Project, cancellationToken);
            return await SchemaTable.ListAsync(connection, admin.Project, cancellationToken);
        }
        catch (Exception e) when (FailureAdvice.IsOfDatabase(e) && e is not ProjectDatabaseException)
        {
            throw FailureAdvice.Unreachable(e);
        }
    }

    private static bool MayAdd(User user) => user is { IsPlatformAdministrator: true, DisabledAt: null };

    private static IEnumerable<FieldError> OfConnection(IEnumerable<FieldError> errors) => errors.Where(e => e.Field.StartsWith("db_", StringComparison.Ordinal));

    private async Task<TrialOutcome> RunAsync(Guid of, ProjectSettings typed, string user, string password, CancellationToken cancellationToken)
    {
        var project = Project.Empty(PlaceOf(of), clock.GetUtcNow());
        typed.WriteTo(project);
        vault.SetDbLogin(project, user, password);
        try
        {
            await using var connection = await connect(project, cancellationToken);
            var report = await RoleCheck.RunAsync(connection, ReadOnlyRole.Of(project, user, password), clock.GetUtcNow(), cancellationToken);
            var settings = await SettingsCheck.RunAsync(connection, project, cancellationToken);
            return new TrialOutcome.Tried(
                report with { Attempts = [.. report.Attempts, .. settings] }, await SchemaTable.ListAsync(connection, project, cancellationToken));
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

    private TrialOutcome.Tried NoConnection(string message) => new(new(clock.GetUtcNow(), [new("connects", false, true, message)]), []);

    /// <remarks>The same for each trial of a project, so that a new one closes the connection of the last; never the project's own.</remarks>
    private static Guid PlaceOf(Guid of)
    {
        var bytes = of.ToByteArray();
        bytes[^1] ^= 0xff;
        return new Guid(bytes);
    }
}
