using System.Diagnostics;
using DataAgent.Users;

namespace DataAgent.Cli.Users;

internal static class UserOutput
{
    public static int Finish(CliRun run, UserOutcome outcome, string verb)
    {
        switch (outcome)
        {
            case UserOutcome.Saved { User: var user }:
                run.Report.One(user, output => output.WriteLine($"{verb} {user.Email}."));
                return CommandLine.Ok;
            case UserOutcome.Invalid invalid:
                return run.Refuse(invalid.Errors);
            case UserOutcome.Refused refused:
                return run.Refuse(refused.Message);
            default:
                throw new UnreachableException();
        }
    }
}
