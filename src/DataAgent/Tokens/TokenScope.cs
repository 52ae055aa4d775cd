namespace DataAgent.Tokens;

/// <summary>What a token may be used for. None includes another, and none opens what its person may not do.</summary>
public enum TokenScope
{
    /// <summary>Look at what the person may see.</summary>
    Read,

    /// <summary>Ask questions, run and save queries, export.</summary>
    Ask,

    /// <summary>Change settings, members, notes; read the audit log.</summary>
    Manage,
}

public static class TokenScopes
{
    public static readonly IReadOnlyList<string> Words = [.. Enum.GetValues<TokenScope>().Select(Word)];

    /// <summary>As people, HTTP and the command line write it.</summary>
    public static string Word(this TokenScope scope) => scope.ToString().ToLowerInvariant();

    public static TokenScope? Find(string? word) =>
        Enum.GetValues<TokenScope>().Where(scope => scope.Word() == word).Select(scope => (TokenScope?)scope).FirstOrDefault();
}
