using System.CommandLine;
using System.Text;
using DataAgent.SqlGuard;

namespace DataAgent.Cli.SqlGuard;

/// <summary>Judges statements from standard input. Needs no database and no setup.</summary>
internal static class GuardCheckCommand
{
    public static Command Create(CliStreams streams)
    {
        var schema = new Option<string>("--schema") { Description = "For lines that name none.", HelpName = "name", DefaultValueFactory = _ => "public" };
        var allow = new Option<string?>("--allow") { Description = "Tables that may be read, for lines that have no list.", HelpName = "a,b" };
        var exclude = new Option<string?>("--exclude") { Description = "Tables that may not be read, for lines that have no list.", HelpName = "a,b" };
        var command = new Command("check", "Judge SQL: JSON lines in ({\"id\",\"sql\",…}), JSON lines out ({\"id\",\"allowed\",\"refusals\",…}).") { schema, allow, exclude };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var guard = new Guard();
            guard.WarmUp();
            var defaults = new GuardLine(null, null, parsed.GetValue(schema), Names(parsed.GetValue(allow)), Names(parsed.GetValue(exclude)), null);
            return await GuardLines.RunAsync(streams.Input, streams.Output, guard.Check, defaults, cancellationToken);
        });
        return command;
    }

    private static string[]? Names(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
