using System.CommandLine;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

internal static class SignInLinkCommand
{
    public static Command Create(CommandBuilder commands)
    {
        var email = new Option<string?>("--email") { Description = "Whom it signs in; by default yourself.", HelpName = "email" };
        var url = SiteAddress.Option();
        return commands.Create("sign-in-link", "Make a link that signs a person in for 12 hours. Their older links are void.", async (run, cancellationToken) =>
        {
            var actor = await run.GetUserAsync(cancellationToken);
            var user = run.Find(email) is { } other ? await run.Get<UserDirectory>().FindByEmailAsync(other, cancellationToken) : actor;
            if (user?.Id != actor.Id && !actor.IsPlatformAdministrator)
                return run.Refuse("Only a platform administrator makes links for others.");
            if (user is not { DisabledAt: null })
                return run.Refuse("There is no active user with that e-mail address.");
            var token = await run.Get<SignInLinks>().CreateAsync(user.Id, SignInLinks.Lifetime, cancellationToken);
            var link = $"{SiteAddress.Get(run, url)}/sign-in?token={token}";
            run.Report.One(new { user.Email, url = link, token, expiresInSeconds = (long)SignInLinks.Lifetime.TotalSeconds }, output => output.WriteLine(link));
            return CommandLine.Ok;
        }, email, url);
    }
}
