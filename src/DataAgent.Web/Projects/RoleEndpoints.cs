using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Projects;

/// <summary>How the project stands with its database role. Every member may know; admins see what is open, check again and accept.</summary>
internal static class RoleEndpoints
{
    public static void MapRole(this RouteGroupBuilder project)
    {
        project.MapGet("/role", (HttpContext http, RoleChecks checks) => Answer(http.Member(), checks.Find(http.Member().Project)))
            .Needs(TokenScope.Read).Gives<RoleAnswer>("Show how the project stands with its database role");
        project.MapPost("/role/check", async (HttpContext http, ConnectionDoctor doctor, RoleChecks checks, CancellationToken cancellationToken) =>
        {
            if (await doctor.ExamineAsync(http.Member(), cancellationToken) is not { } report)
                return Problems.NotPermitted("Only an admin of the project checks its database role.");
            return report.Unreached is { } why ? Problems.Unreachable(why) : Results.Ok(Answer(http.Member(), checks.Find(http.Member().Project)));
        })
            .Needs(TokenScope.Manage).Gives<RoleAnswer>("Check the database role anew", 200, 503);
        project.MapPost("/role/accept", async (AcceptBody body, HttpContext http, RoleAcceptance acceptance, CancellationToken cancellationToken) =>
            body.Findings is not { } seen
                ? Problems.Invalid("Send the names of the findings that you accept, as {\"findings\": [\"cannot_write\"]}.")
                : await acceptance.AcceptAsync(http.Member(), [.. seen.OfType<string>()], QueryDoor.Http, cancellationToken) switch
                {
                    AcceptanceOutcome.Saved(var accepted) => Results.Ok(new AcceptanceAnswer(accepted.By, accepted.At, accepted.Findings.Select(f => f.Name))),
                    AcceptanceOutcome.Forbidden no => Problems.NotPermitted(no.Message),
                    AcceptanceOutcome.Changed changed => Problems.Changed(changed.Message),
                    var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
                })
            .Needs(TokenScope.Manage).Gives<AcceptanceAnswer>("Accept what the database role can do beyond reading", 200, 400, 412);
    }

    private static RoleAnswer Answer(Member member, RoleStanding standing) => new(
        standing.Verdict, standing.Checked?.At, standing.Findings.Count > 0 ? standing.Summary : null,
        member.Role == Role.Admin ? standing.Findings : null,
        standing.Accepted is { } accepted ? new(accepted.By, accepted.At, accepted.Findings.Select(f => f.Name)) : null);

    private sealed record AcceptBody(IReadOnlyList<string>? Findings);

    private sealed record AcceptanceAnswer(string By, DateTimeOffset At, IEnumerable<string> Findings);

    /// <param name="Findings">Null for anyone but admins: they may name tables that the project hides.</param>
    private sealed record RoleAnswer(
        RoleVerdict Verdict, DateTimeOffset? CheckedAt, string? Summary, IReadOnlyList<RoleFinding>? Findings, AcceptanceAnswer? Accepted);
}
