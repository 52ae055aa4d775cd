using System.CommandLine;
using DataAgent.Cli.Output;
using DataAgent.Users;

namespace DataAgent.Cli;

/// <summary>Makes commands that start the platform, act as a person, and end in one sentence when the world is broken.</summary>
internal sealed class CommandBuilder(CliStreams streams, CliStart start)
{
    public static readonly Option<string> As = new("--as")
    {
        Description = "Act as the person with this e-mail address.",
        HelpName = "email",
        DefaultValueFactory = _ => UserDirectory.LocalAdministrator,
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object.", Recursive = true };
    public static readonly Option<bool> JsonLines = new("--jsonl") { Description = "Print JSON objects, one a line.", Recursive = true };

    public static Option<string> Project() => new("--project-slug", "-p") { Description = "The project.", HelpName = "slug", Required = true };

    public static OutputForm FormOf(ParseResult parsed) =>
        parsed.GetValue(Json) ? OutputForm.Json : parsed.GetValue(JsonLines) ? OutputForm.JsonLines : OutputForm.Text;

    public Command Create(string name, string description, Func<CliRun, CancellationToken, Task<int>> body, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)symbol);
        }

        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, body, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Func<CliRun, CancellationToken, Task<int>> body, CancellationToken cancellationToken)
    {
        try
        {
            await using var host = await start(streams.Error, cancellationToken);
            var report = new Report(streams.Output, FormOf(parsed));
            return await body(new CliRun(parsed, host, report, streams), cancellationToken);
        }
        catch (Exception e) when (CliErrors.Explain(e) is { } sentence)
        {
            await streams.Error.WriteLineAsync(sentence);
            return e is WrongUsageException ? CommandLine.WrongUsage : CommandLine.Failed;
        }
    }
}
