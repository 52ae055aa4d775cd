using DataAgent.Users;

namespace DataAgent.Tokens;

/// <summary>Somebody who showed a good token: the person, and what this token may be used for.</summary>
/// <param name="ProjectId">The one project it is for; null: all of the person's.</param>
public sealed record TokenBearer(User User, Guid TokenId, string Name, IReadOnlyList<TokenScope> Scopes, Guid? ProjectId);
