using System.Globalization;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataAgent.Web.Shell;

/// <summary>Problem details with a stable <c>code</c> for programs and a sentence for people that says what to do.</summary>
internal static class Problems
{
    public static ProblemHttpResult NotFound(string what) =>
        Make(StatusCodes.Status404NotFound, "not_found", $"There is no such {what}, or it isn't yours to see.");

    /// <summary>The same with a sentence of its own, for what a member may see.</summary>
    public static ProblemHttpResult Gone(string message) => Make(StatusCodes.Status404NotFound, "not_found", message);

    public static ProblemHttpResult Changed(string message, int version) =>
        Make(StatusCodes.Status412PreconditionFailed, "changed_meanwhile", message, ("version", version));

    public static ProblemHttpResult Invalid(string message) => Make(StatusCodes.Status400BadRequest, "invalid", message);

    public static ProblemHttpResult Invalid(IReadOnlyList<FieldError> errors) => Make(
        StatusCodes.Status400BadRequest, "invalid", string.Join(" ", errors.Select(e => $"{e.Field}: {e.Message}")), ("errors", errors));

    /// <summary>Somebody else was quicker.</summary>
    public static ProblemHttpResult Changed(string advice) => Make(StatusCodes.Status412PreconditionFailed, "changed", advice);

    public static ProblemHttpResult VersionNeeded(string advice) => Make(StatusCodes.Status428PreconditionRequired, "version_needed", advice);

    public static ProblemHttpResult Busy(Guid runId) => Make(
        StatusCodes.Status409Conflict, "conversation_busy", "This conversation is still answering. Watch its run, stop it, or wait.", ("run_id", runId));

    public static ProblemHttpResult Conflict(string code, string advice) => Make(StatusCodes.Status409Conflict, code, advice);

    public static ProblemHttpResult Unfinished(string advice) => Make(StatusCodes.Status409Conflict, "unfinished", advice);

    public static ProblemHttpResult CrossSite() =>
        Make(StatusCodes.Status403Forbidden, "cross_site", "This request came from a page of another site, so it was not carried out.");

    public static ProblemHttpResult SignInNeeded() => Make(
        StatusCodes.Status401Unauthorized, "sign_in_needed",
        "Send an API token as Authorization: Bearer dat_…, or sign in. Tokens are made on the account page.");

    public static ProblemHttpResult TokenInvalid() => Make(
        StatusCodes.Status401Unauthorized, "token_invalid",
        "This API token is not good: mistyped, expired or revoked. Make a new one on the account page.");

    public static ProblemHttpResult ScopeMissing(string scope) => Make(
        StatusCodes.Status403Forbidden, "scope_missing", $"This API token lacks the scope {scope}. Make one that has it.", ("scope", scope));

    public static ProblemHttpResult NotForTokens() => Make(
        StatusCodes.Status403Forbidden, "not_for_tokens", "No API token may do this. Do it on the page, signed in yourself.");

    public static ProblemHttpResult RateLimited(HttpContext http, TimeSpan wait, string advice)
    {
        http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Make(StatusCodes.Status429TooManyRequests, "rate_limited", advice);
    }

    public static ProblemHttpResult NotPermitted(string advice) => Make(StatusCodes.Status403Forbidden, "not_permitted", advice);

    public static ProblemHttpResult RoleNotAccepted(RoleStanding standing) => Make(
        StatusCodes.Status403Forbidden, "role_not_accepted", standing.Advice, ("findings", standing.Findings.Select(f => f.Name)));

    public static ProblemHttpResult Refused(IEnumerable<object> reasons) => Make(
        StatusCodes.Status422UnprocessableEntity, "query_refused", "The query was refused and did not reach the database.", ("reasons", reasons));

    public static ProblemHttpResult QueryFailed(string advice, string? sqlState, int position) => Make(
        StatusCodes.Status422UnprocessableEntity, "query_failed", advice, ("sql_state", sqlState), ("position", position));

    /// <summary>Any query that did not run, whatever the door.</summary>
    public static ProblemHttpResult Of(QueryOutcome outcome) => outcome switch
    {
        QueryOutcome.NotPermitted no => NotPermitted(no.Advice),
        QueryOutcome.RoleNotAccepted(var standing) => RoleNotAccepted(standing),
        QueryOutcome.Refused refused => Refused(refused.Reasons),
        QueryOutcome.Failed failed => QueryFailed(failed.Advice, failed.SqlState, failed.Position),
        _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
    };

    public static ProblemHttpResult Unreachable(string advice) => Make(StatusCodes.Status503ServiceUnavailable, "database_unreachable", advice);

    private static ProblemHttpResult Make(int status, string code, string detail, params (string Key, object? Value)[] more)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (key, value) in more)
            extensions[key] = value;
        return TypedResults.Problem(detail, statusCode: status, extensions: extensions);
    }
}
