using System.CommandLine;
using DataAgent.Queries;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

internal static class AddUserCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var email = new Option<string>("--email") { Description = "Their e-mail address.", HelpName = "email", Required = true };
        var name = new Option<string?>("--name") { Description = "Their name; by default what stands before the @.", HelpName = "text" };
        var admin = new Option<bool>("--admin") { Description = "Make them a platform administrator." };
        var invite = new Option<bool>("--invite") { Description = "Write them a mail with a link to set a password; without a mail server the link is printed." };
        var url = SiteAddress.Option();
        return commands.Create("add", "Add a person.", async (run, cancellationToken) =>
        {
            var actor = await run.GetUserAsync(cancellationToken);
            var outcome = await run.Get<UserDirectory>().AddAsync(
                actor, run.Value(email), run.Find(name) ?? run.Value(email).Split('@')[0], run.Find(admin), QueryDoor.CommandLine, cancellationToken);
            return outcome is UserOutcome.Saved { User: var user } && run.Find(invite)
                ? await InviteAsync(run, actor, user, SiteAddress.Get(run, url), cancellationToken)
                : UserOutput.Finish(run, outcome, "Added");
        }, email, name, admin, invite, url);
    }

    private static async Task<int> InviteAsync(CliRun run, User actor, User user, string address, CancellationToken cancellationToken)
    {
        var made = await run.Get<AccountLinks>().InviteAsync(actor, user, address, QueryDoor.CommandLine, cancellationToken);
        return made switch
        {
            { MailProblem: { } problem } =>
                run.Refuse($"Added {user.Email}, but the mail was not sent. {problem} Make a link with: dataagent user reset-link {user.Email}"),
            { Link: { } link } => Finish(run, user, link, $"Added {user.Email}. No mail server is set up: pass this link on, it sets a password once within seven days."),
            _ => Finish(run, user, null, $"Added {user.Email} and wrote them a mail."),
        };
    }

    private static int Finish(CliRun run, User user, string? link, string words)
    {
        run.Report.One(new { user.Id, user.Email, user.DisplayName, user.IsPlatformAdministrator, isInvited = link is null, url = link }, output =>
        {
            output.WriteLine(words);
            if (link is not null)
                output.WriteLine(link);
        });
        return CommandLine.Ok;
    }
}
