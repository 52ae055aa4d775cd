namespace DataAgent.Cli.Users;

/// <summary>Asks for a secret without showing it; where nobody sits at the terminal, it is the first line of standard input.</summary>
internal static class SecretPrompt
{
    public static async Task<string?> ReadAsync(CliStreams streams, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected || streams.Input != Console.In)
            return (await streams.Input.ReadLineAsync(cancellationToken))?.TrimEnd('\r');
        var first = Type(streams.Error, "New password: ");
        return Type(streams.Error, "The same again: ") == first ? first : throw new CommandFailedException("The two passwords are not the same. Nothing was changed.");
    }

    private static string Type(TextWriter prompt, string words)
    {
        prompt.Write(words);
        prompt.Flush();
        var typed = "";
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
                typed = typed.Length > 0 ? typed[..^1] : typed;
            else if (!char.IsControl(key.KeyChar))
                typed += key.KeyChar;
        }

        prompt.WriteLine();
        return typed;
    }
}
