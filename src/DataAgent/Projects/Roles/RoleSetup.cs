using Npgsql;

namespace DataAgent.Projects.Roles;

/// <summary>What became of one attempt to make a read-only role.</summary>
public abstract record RoleSetupOutcome
{
    private RoleSetupOutcome() { }

    /// <summary>Everything ran, in one transaction. The script hides the password.</summary>
    public sealed record Done(string Script) : RoleSetupOutcome;

    /// <summary>A dry run: nothing ran. The script hides the password.</summary>
    public sealed record Prepared(string Script) : RoleSetupOutcome;

    /// <summary>Not done, and nothing changed; the sentence says why and what to do.</summary>
    public sealed record Refused(string Message) : RoleSetupOutcome;
}

/// <summary>Makes the read-only role that a project signs in with, given an administrator's connection to the project's database.</summary>
/// <remarks>Needs no superuser: an owner of the schema with CREATEROLE will do. PostgreSQL 13 and later.</remarks>
public static class RoleSetup
{
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public static async Task<RoleSetupOutcome> RunAsync(string adminConnectionString, ReadOnlyRole role, bool dryRun, CancellationToken cancellationToken)
    {
        await using var admin = new NpgsqlConnection(adminConnectionString);
        await admin.OpenAsync(cancellationToken);
        return await RunAsync(admin, role, dryRun, cancellationToken);
    }

    /// <summary>SQL for the schema's owner to run by hand, before there is a project. The password is in it only as PostgreSQL keeps it.</summary>
    /// <param name="tables">Of the schema, as far as they are known. Empty: the role is new.</param>
    public static string Sketch(ReadOnlyRole role, string database, IReadOnlyList<string> tables) => RoleScript.Sketch(role, database, tables);

    internal static async Task<RoleSetupOutcome> RunAsync(NpgsqlConnection admin, ReadOnlyRole role, bool dryRun, CancellationToken cancellationToken)
    {
        await using var transaction = await admin.BeginTransactionAsync(cancellationToken);
        var facts = await RoleFacts.ReadAsync(admin, role, cancellationToken);
        if (WhyNot(role, facts) is { } reason)
            return new RoleSetupOutcome.Refused(reason);
        var preview = RoleScript.Preview(role, facts);
        if (dryRun)
            return new RoleSetupOutcome.Prepared(preview);

        try
        {
            await using var batch = new NpgsqlBatch(admin, transaction);
            foreach (var statement in RoleScript.Write(role, facts))
                batch.BatchCommands.Add(new(statement));
            await batch.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new RoleSetupOutcome.Done(preview);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            return new RoleSetupOutcome.Refused(
                $"The administrator's connection may not do all of this ({e.MessageText}). Use the owner of the schema with the right to create roles, or a superuser.");
        }
    }

    private static string? WhyNot(ReadOnlyRole role, RoleFacts facts)
    {
        if (!facts.SchemaExists)
            return $"There is no schema '{role.Schema}' in database '{facts.Database}'. Check the project's schema, and that the connection is to the right database.";
        if (facts.Role is not { } existing)
            return null;
        if (existing.IsCaller)
            return $"'{role.Name}' is the login of the administrator's connection itself. Give the project a login of its own.";
        if (existing.IsSuperuser)
            return $"'{role.Name}' exists and is a superuser. Give the project a login of its own.";
        return existing.OwnsObjects
            ? $"'{role.Name}' exists and owns tables or other objects, so it can never be read-only. Give the project a login of its own."
            : null;
    }
}
