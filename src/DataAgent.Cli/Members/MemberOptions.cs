using System.CommandLine;
using DataAgent.Projects;

namespace DataAgent.Cli.Members;

internal static class MemberOptions
{
    public static Option<string> Email() => new("--email") { Description = "Their e-mail address.", HelpName = "email", Required = true };

    public static Option<string> Role()
    {
        var option = new Option<string>("--role") { Description = "viewer chats, analyst also runs SQL, admin also configures.", HelpName = "viewer|analyst|admin", Required = true };
        return option.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Select(r => r.Word())]);
    }

    public static Role Parse(string word) => Enum.Parse<Role>(word, ignoreCase: true);

    public static int Finish(CliRun run, MemberOutcome outcome, string email, string done)
    {
        if (outcome is MemberOutcome.Refused refused)
            return run.Refuse(refused.Message);
        run.Report.One(new { status = "saved", email }, output => output.WriteLine(done));
        return CommandLine.Ok;
    }
}
