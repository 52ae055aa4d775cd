using System.CommandLine;
using DataAgent.Configuration;

namespace DataAgent.Cli;

/// <summary>Asks a running server whether it is well, where no other program can: in a container.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create(CliStreams streams)
    {
        var url = new Option<string?>("--url") { Description = "Address of the server; by default where the settings say that it listens.", HelpName = "url" };
        var command = new Command("health", "Ask a running server whether it can answer questions; the exit code says so.") { url };
        command.SetAction((parsed, cancellationToken) => RunAsync(streams, parsed.GetValue(url) ?? OwnAddress(), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliStreams streams, string url, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            await streams.Error.WriteLineAsync($"\"{url}\" is no address, such as http://127.0.0.1:8080.");
            return CommandLine.WrongUsage;
        }

        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri(address, "/readyz"), cancellationToken);
            await streams.Output.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellationToken));
            return answer.IsSuccessStatusCode ? CommandLine.Ok : CommandLine.Failed;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await streams.Error.WriteLineAsync($"No server answers at {address.GetLeftPart(UriPartial.Authority)}.");
            return CommandLine.Failed;
        }
    }

    /// <summary>A server that listens everywhere listens here, too.</summary>
    private static string OwnAddress()
    {
        var settings = SettingSources.Read();
        var first = settings["urls"]?.Split(';')[0] ?? (settings["http_ports"]?.Split(';')[0] is { Length: > 0 } port ? $"http://*:{port}" : "http://127.0.0.1:8080");
        return first.Replace("//*", "//127.0.0.1").Replace("//+", "//127.0.0.1").Replace("//0.0.0.0", "//127.0.0.1").Replace("//[::]", "//127.0.0.1");
    }
}
