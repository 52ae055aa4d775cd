using DataAgent.Projects;

namespace DataAgent.Tokens;

/// <summary>A token that somebody wants.</summary>
/// <param name="Scopes">As written; what is no scope is refused.</param>
/// <param name="ProjectSlug">Null: it is for every project of the person.</param>
public sealed record TokenDraft(string Name, IReadOnlyList<string> Scopes, int Days = TokenDraft.UsualDays, string? ProjectSlug = null)
{
    public const int UsualDays = 90, MaxDays = 365, MaxName = 60;

    internal IReadOnlyList<FieldError> Check()
    {
        List<FieldError> errors = [];
        if (Name.Trim().Length is 0 or > MaxName || Name.Any(char.IsControl))
            errors.Add(new("name", $"Give a name of at most {MaxName} characters, so that you know it again."));
        if (Scopes.Count == 0 || Scopes.Any(word => TokenScopes.Find(word) is null))
            errors.Add(new("scopes", $"Choose one or more of {string.Join(", ", TokenScopes.Words)}."));
        if (Days is < 1 or > MaxDays)
            errors.Add(new("days", $"A token is good for 1 to {MaxDays} days."));
        return errors;
    }
}
