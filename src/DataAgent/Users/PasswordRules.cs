using System.Collections.Frozen;

namespace DataAgent.Users;

/// <summary>What a password must be. Length is what counts: rules about kinds of characters make people choose alike (NIST SP 800-63B, 3.1.1.2).</summary>
public static class PasswordRules
{
    public const int MinLength = 12;

    /// <summary>So that nobody sends megabytes to be hashed.</summary>
    public const int MaxLength = 256;

    private static readonly FrozenSet<string> Common = LoadCommon();

    /// <returns>Null: it may be used. Otherwise one sentence that says what to do.</returns>
    public static string? Problem(string password, string email)
    {
        if (password.Length is < MinLength or > MaxLength)
            return $"Choose a password of {MinLength} to {MaxLength} characters. Four words that do not belong together are easy to remember.";
        if (password.Equals(email, StringComparison.OrdinalIgnoreCase) || IsRepeated(password, email.Split('@')[0]))
            return "Choose a password that is not your e-mail address.";
        if (Common.Contains(password.ToLowerInvariant()) || password.Distinct().Count() < 4)
            return "This password is among the first that anybody tries. Choose another.";
        return null;
    }

    private static bool IsRepeated(string password, string word) =>
        word.Length > 0 && password.Replace(word, "", StringComparison.OrdinalIgnoreCase).Length == 0;

    private static FrozenSet<string> LoadCommon()
    {
        using var reader = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("DataAgent.CommonPasswords.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
