using DataAgent.Projects;

namespace DataAgent.Tokens;

/// <summary>What became of an attempt to make a token.</summary>
public abstract record TokenOutcome
{
    private TokenOutcome() { }

    /// <param name="Secret">The token itself. It is nowhere else, so this is the one time to show it.</param>
    public sealed record Made(TokenLine Token, string Secret) : TokenOutcome;

    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : TokenOutcome;
}

/// <param name="Project">The slug of the one project it is for; null: all of the person's.</param>
/// <param name="LastUsedAt">To the minute; null: never.</param>
public sealed record TokenLine(
    Guid Id, string Name, IReadOnlyList<TokenScope> Scopes, string? Project, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt);
