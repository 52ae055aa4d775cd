using System.CommandLine;
using DataAgent.Audit;
using DataAgent.Credentials;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using Npgsql;

namespace DataAgent.Cli.Projects;

internal static class SetUpRoleCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var admin = new Option<string>("--admin-connection")
        {
            Description = "Connection string of the schema's owner with the right to create roles, or of a superuser; - reads a line of standard input. It is used once and not kept.",
            HelpName = "text",
            Required = true,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only print what would run, without the password." };
        return commands.Create("setup", "Make or mend the project's read-only role, and prove it.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            if (member.Role != Role.Admin)
                return run.Refuse("Only an admin of the project sets up its role.");
            var (user, password) = run.Get<CredentialVault>().OpenDbLogin(member.Project);
            var login = Login(await run.ReadAsync(run.Value(admin), whole: false, cancellationToken), member.Project);
            switch (await RoleSetup.RunAsync(login, ReadOnlyRole.Of(member.Project, user, password), run.Find(dryRun), cancellationToken))
            {
                case RoleSetupOutcome.Refused refused:
                    return run.Refuse(refused.Message);
                case RoleSetupOutcome.Prepared prepared:
                    run.Report.One(new { status = "prepared", prepared.Script }, output => output.Write(prepared.Script));
                    return CommandLine.Ok;
                default:
                    await run.Get<AuditLog>().RecordAsync(member, "project.set_up_role", QueryDoor.CommandLine, user, cancellationToken);
                    await run.Streams.Error.WriteLineAsync($"Role '{user}' is set up. Now it tries what it must not be able to do.");
                    return await DoctorCommand.ExamineAsync(run, member, cancellationToken);
            }
        }, slug, admin, dryRun);
    }

    private static string Login(string? text, Project project)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text) { Pooling = false, ApplicationName = "dataagent role setup" };
            builder.Host ??= project.DbHost;
            builder.Database ??= project.DbName;
            if (builder.Database != project.DbName)
                throw new WrongUsageException($"--admin-connection is to database '{builder.Database}', but the project's is '{project.DbName}'.");
            return builder.ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new WrongUsageException("--admin-connection is no connection string. Write it as Host=…;Port=5432;Username=…;Password=…");
        }
    }
}
