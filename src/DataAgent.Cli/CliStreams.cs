namespace DataAgent.Cli;

/// <summary>Results go to <paramref name="Output"/>, everything else that a person should know to <paramref name="Error"/>.</summary>
internal sealed record CliStreams(TextReader Input, TextWriter Output, TextWriter Error);
