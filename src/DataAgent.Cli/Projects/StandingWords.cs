using DataAgent.Projects.Roles;

namespace DataAgent.Cli.Projects;

/// <summary>How a project stands with its database role, in one sentence.</summary>
internal static class StandingWords
{
    public static string Of(RoleStanding standing) => standing switch
    {
        { Accepted: { } accepted } => $"{standing.Summary} {accepted.By} accepted this on {accepted.At:yyyy-MM-dd}.",
        { Verdict: RoleVerdict.Stopped } => $"{standing.Summary} Questions are stopped until it is mended or accepted.",
        { Verdict: RoleVerdict.Sound } => "It only reads.",
        _ => "It is not checked yet; the first query checks it.",
    };
}
