namespace DataAgent.Embedded;

public sealed record EmbeddedPostgresOptions
{
    /// <summary>The folder "postgres" below it is ours. Made when missing.</summary>
    public required string Root { get; init; }

    /// <summary>The folder that holds initdb, pg_ctl and postgres. Null: they are looked for.</summary>
    public string? BinDir { get; init; }

    /// <summary>False: quick and lost in a power cut. For tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>More server settings, by name; they win over ours.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <summary>The server cannot start. The message is ours and says what to do.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);
