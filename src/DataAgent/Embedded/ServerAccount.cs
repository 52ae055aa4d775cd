namespace DataAgent.Embedded;

/// <summary>The system user the server runs as. PostgreSQL refuses to run as root, so root hands it to another.</summary>
/// <param name="Name">Null: ourselves.</param>
internal sealed record ServerAccount(string? Name)
{
    private static readonly string[] _ordinary = ["postgres", "nobody"];

    /// <param name="existingData">A data folder that is there already: its owner is the one to run as.</param>
    public static async Task<ServerAccount> ChooseAsync(string? existingData, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ServerAccount((string?)null);

        if (existingData is not null && await FindOwnerAsync(existingData, cancellationToken) is { } owner && owner != "root")
            return new ServerAccount(owner);
        var known = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet();
        return new ServerAccount(_ordinary.FirstOrDefault(known.Contains) ?? throw new EmbeddedPostgresException(
            "PostgreSQL does not run as root, and there is no system user 'postgres' or 'nobody' to run it as. "
            + "Add one (useradd --system postgres), or start the program as an ordinary user."));
    }

    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellationToken) =>
        Name is null || (await Tool.RunAsync("/bin/sh", ["-c", "cd \"$1\"", "sh", folder], Name, cancellationToken)).ExitCode == 0;

    /// <summary>Gives a file or folder that we made to the account.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (Name is not null && (await Tool.RunAsync("chown", [$"{Name}:", path], null, cancellationToken)).ExitCode != 0)
            throw new EmbeddedPostgresException($"{path} cannot be given to the system user '{Name}', who runs PostgreSQL. Choose a folder on a disk that knows owners (DATAAGENT_DATA).");
    }

    private static async Task<string?> FindOwnerAsync(string path, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await Tool.RunAsync("ls", ["-ld", path], null, cancellationToken);
        return exitCode == 0 && output.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, var owner, ..] ? owner : null;
    }
}
