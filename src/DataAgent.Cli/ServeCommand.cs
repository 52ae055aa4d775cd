using System.CommandLine;

namespace DataAgent.Cli;

/// <summary>Only for the help: the script at the root starts the web host for it.</summary>
internal static class ServeCommand
{
    public static Command Create(CliStreams streams)
    {
        var command = new Command("serve", "Start the web host.")
        {
            new Option<string>("--urls") { Description = "Where to listen.", HelpName = "url", DefaultValueFactory = _ => "http://127.0.0.1:8080" },
        };
        command.SetAction(_ =>
        {
            streams.Error.WriteLine("This program does not hold the web host. Start it with the script at the root of the repository: ./dataagent serve");
            return CommandLine.WrongUsage;
        });
        return command;
    }
}
