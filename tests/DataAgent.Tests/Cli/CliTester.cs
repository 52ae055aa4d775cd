using System.Text.Json.Nodes;
using DataAgent.Cli;
using DataAgent.Credentials;
using DataAgent.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Tests.Cli;

internal sealed record CliResult(int Code, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;
}

/// <summary>The command line as a person runs it, over a platform database of its own.</summary>
internal sealed class CliTester(TestPlatform platform) : IAsyncDisposable
{
    private readonly ServiceProvider _services =
        CliHost.Compose(platform.ConnectionString, CredentialKeyRing.Parse(CredentialKeyRing.Generate()), TextWriter.Null);

    public TestPlatform Platform => platform;

    public static async Task<CliTester> CreateAsync(PostgresServer server, CancellationToken cancellationToken) =>
        new(await TestPlatform.CreateAsync(server, cancellationToken));

    public Task<CliResult> RunAsync(string[] args, CancellationToken cancellationToken, string input = "") =>
        RunAsync(args, (_, _) => Task.FromResult(new CliHost(_services)), cancellationToken, input);

    public static async Task<CliResult> RunAsync(string[] args, CliStart start, CancellationToken cancellationToken, string input = "")
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        using var reader = new StringReader(input);
        var code = await CommandLine.RunAsync(args, new CliStreams(reader, output, error), start, cancellationToken);
        return new(code, output.ToString(), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await platform.DisposeAsync();
    }
}
