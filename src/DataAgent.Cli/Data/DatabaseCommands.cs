using System.CommandLine;
using DataAgent.Configuration;
using DataAgent.Data;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAgent.Cli.Data;

/// <summary>For scripts/backup and scripts/restore: the platform's database as it is, neither migrated nor filled.</summary>
internal static class DatabaseCommands
{
    public static Command Create(CliStreams streams)
    {
        var empty = new Option<bool>("--only-if-empty") { Description = "Refuse when there are tables in it." };
        var program = new Argument<string[]>("program") { Description = "A program of PostgreSQL's and what it is given, behind --.", Arity = ArgumentArity.OneOrMore };
        var exec = new Command("exec", "Run a program such as pg_dump on the platform's database, starting the built-in server when it does not run.") { empty, program };
        exec.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var settings = SettingSources.Read();
                await using var platform = await PlatformStart.StartBareAsync(PlatformHome.From(name => settings[name]), NullLogger.Instance, cancellationToken);
                if (parsed.GetValue(empty) && !await DatabaseTools.IsEmptyAsync(platform.ConnectionString, cancellationToken))
                {
                    await streams.Error.WriteLineAsync("The platform's database has tables in it. Choose another folder with DATAAGENT_DATA, or an empty database.");
                    return CommandLine.Failed;
                }

                return await DatabaseTools.RunAsync(platform.ConnectionString, parsed.GetRequiredValue(program), cancellationToken) == 0
                    ? CommandLine.Ok
                    : CommandLine.Failed;
            }
            catch (Exception e) when (CliErrors.Explain(e) is { } sentence)
            {
                await streams.Error.WriteLineAsync(sentence);
                return CommandLine.Failed;
            }
        });
        return new Command("database", "The platform's own database, for backups.") { exec };
    }
}
