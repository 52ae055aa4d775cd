using System.Text;
using DataAgent.Cli;

// JSON is UTF-8, whatever the terminal's own encoding is.
var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var input = new StreamReader(Console.OpenStandardInput(), utf8);
await using var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true };
await using var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
return await CommandLine.RunAsync(args, new CliStreams(input, output, error), CliHost.StartAsync, CancellationToken.None);
