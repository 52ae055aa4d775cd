using System.CommandLine;

namespace DataAgent.Cli;

internal static class MigrateCommand
{
    public static Command Create(CommandBuilder commands) => commands.Create(
        "migrate", "Bring the platform's own database up to date. Every command does so; this one does nothing else.",
        (run, _) =>
        {
            run.Report.One(new { status = "up_to_date" }, output => output.WriteLine("The platform's database is up to date."));
            return Task.FromResult(CommandLine.Ok);
        });
}
