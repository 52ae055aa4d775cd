using System.CommandLine;
using DataAgent.Projects;

namespace DataAgent.Cli.Members;

internal static class ListMembersCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("list", "List a project's members.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            run.Report.List("members", await run.Get<MemberList>().ListAsync(member, cancellationToken),
                ("EMAIL", m => m.Email), ("NAME", m => m.DisplayName), ("ROLE", m => m.Role), ("DISABLED", m => m.IsDisabled), ("SINCE", m => m.Since));
            return CommandLine.Ok;
        }, slug);
    }
}
