using Microsoft.AspNetCore.WebUtilities;

namespace DataAgent.Web.SignIn;

/// <summary>Where a person goes once signed in: always a page of this host.</summary>
internal static class ReturnPath
{
    public const string Home = "/";

    /// <summary>The text, if it is a path here, else the first page. A browser takes <c>//host</c> and <c>/\host</c> for other hosts.</summary>
    public static string Safe(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.Length <= 2000 && !path.Any(char.IsControl) ? path : Home;

    /// <param name="problem">A word of <see cref="SignInProblem"/>.</param>
    public static string SignIn(string? path = null, string? problem = null, string? provider = null)
    {
        var safe = Safe(path);
        return QueryHelpers.AddQueryString(
            "/sign-in",
            new Dictionary<string, string?> { ["returnUrl"] = safe == Home ? null : safe, ["problem"] = problem, ["provider"] = provider });
    }
}
