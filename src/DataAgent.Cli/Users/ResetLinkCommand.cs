using System.CommandLine;
using DataAgent.Queries;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

internal static class ResetLinkCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var email = new Argument<string>("email") { Description = "Whose password it sets." };
        var url = SiteAddress.Option();
        return commands.Create("reset-link", "Make a link with which a person sets a password, once, within an hour. Older ones are void.", async (run, cancellationToken) =>
        {
            var actor = await run.GetUserAsync(cancellationToken);
            var user = await run.Get<UserDirectory>().FindByEmailAsync(run.Value(email), cancellationToken);
            if (user?.Id != actor.Id && !actor.IsPlatformAdministrator)
                return run.Refuse("Only a platform administrator makes links for others.");
            if (user is not { DisabledAt: null })
                return run.Refuse("There is no active user with that e-mail address.");
            var link = PasswordMails.Link(SiteAddress.Get(run, url), await run.Get<PasswordLinks>().CreateForAsync(actor, user, PasswordLinks.ResetLifetime, QueryDoor.CommandLine, cancellationToken));
            run.Report.One(new { user.Email, url = link, expiresInSeconds = (long)PasswordLinks.ResetLifetime.TotalSeconds }, output => output.WriteLine(link));
            return CommandLine.Ok;
        }, email, url);
    }
}
