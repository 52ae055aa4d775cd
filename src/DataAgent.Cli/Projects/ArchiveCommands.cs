using System.CommandLine;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Cli.Projects;

/// <summary>Takes projects away, for a while or for good, and brings them back.</summary>
internal static class ArchiveCommands
{
    public static Command Archive(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("archive", "Archive a project: nobody opens it, and all of it is kept until it is restored or deleted.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            return await run.Get<ProjectArchive>().ArchiveAsync(member, QueryDoor.CommandLine, cancellationToken) is ProjectOutcome.Forbidden no
                ? run.Refuse(no.Message)
                : Told(run, new { archived = member.Project.Slug }, $"Archived project {member.Project.Slug}. Bring it back with: dataagent project restore -p {member.Project.Slug}");
        }, slug);
    }

    public static Command List(CommandBuilder commands) => commands.Create("archived", "List archived projects that you may restore or delete.", async (run, cancellationToken) =>
    {
        var user = await run.GetUserAsync(cancellationToken);
        run.Report.List("projects", await run.Get<ProjectArchive>().ListAsync(user.Id, cancellationToken),
            ("SLUG", p => p.Slug), ("NAME", p => p.Name), ("ARCHIVED", p => p.ArchivedAt), ("MEMBERS", p => p.Members),
            ("CONVERSATIONS", p => p.Conversations), ("SAVED QUERIES", p => p.SavedQueries));
        return CommandLine.Ok;
    });

    public static Command Restore(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("restore", "Bring an archived project back, as its members left it.", async (run, cancellationToken) =>
        {
            var user = await run.GetUserAsync(cancellationToken);
            if (await run.Get<ProjectAccess>().FindArchivedAsync(user.Id, run.Value(slug), cancellationToken) is not { } archived)
                return run.Refuse($"There is no archived project '{run.Value(slug)}' that {user.Email} may bring back. List them with: dataagent project archived");
            return await run.Get<ProjectArchive>().RestoreAsync(archived, QueryDoor.CommandLine, cancellationToken) switch
            {
                ProjectOutcome.Saved saved => Told(run, new { restored = saved.Slug, DatabaseRole = saved.Standing.Verdict }, $"Restored project {saved.Slug}.\n{StandingWords.Of(saved.Standing)}"),
                ProjectOutcome.Changed changed => run.Refuse(changed.Message),
                var outcome => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
            };
        }, slug);
    }

    public static Command Delete(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        var name = new Option<string>("--name") { Description = "The project's name once more, so that the wrong one is not deleted.", Required = true };
        return commands.Create("delete", "Delete a project for good, archived or not: its conversations, saved queries, notes, members and settings. The audit log stays.", async (run, cancellationToken) =>
        {
            var user = await run.GetUserAsync(cancellationToken);
            return await run.Get<ProjectArchive>().DeleteAsync(user.Id, run.Value(slug), run.Value(name), QueryDoor.CommandLine, cancellationToken) switch
            {
                null => run.Refuse($"There is no project '{run.Value(slug)}' that {user.Email} is an admin of. List them with: dataagent project list"),
                ProjectOutcome.Forbidden no => run.Refuse(no.Message),
                ProjectOutcome.Invalid invalid => run.Refuse(invalid.Errors),
                _ => Told(run, new { deleted = run.Value(slug) }, $"Deleted project {run.Value(slug)}."),
            };
        }, slug, name);
    }

    private static int Told(CliRun run, object what, string sentence)
    {
        run.Report.One(what, output => output.WriteLine(sentence));
        return CommandLine.Ok;
    }
}
