using System.CommandLine;
using System.Diagnostics;
using DataAgent.Projects;
using DataAgent.SavedQueries;

namespace DataAgent.Cli.SavedQueries;

internal static class SavedQueryLookup
{
    /// <exception cref="CommandFailedException">There is none, there are several, or the member's role does not reach.</exception>
    public static async Task<(Member Member, SavedQueryView Query)> FindAsync(
        CliRun run, Option<string> slug, Argument<string> which, CancellationToken cancellationToken)
    {
        var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
        var word = run.Value(which);
        return await run.Get<SavedQueryStore>().ListAsync(member, cancellationToken) switch
        {
            SavedQueryOutcome.NotPermitted no => throw new CommandFailedException(no.Advice),
            SavedQueryOutcome.Listed listed => listed.Queries.Where(q => q.Name == word || q.Id.ToString() == word).ToList() switch
            {
                [var one] => (member, one),
                [] => throw new CommandFailedException($"There is no saved query '{word}'. List them with: dataagent saved-query list --project-slug {member.Project.Slug}"),
                _ => throw new CommandFailedException($"Several saved queries are called '{word}'. Name one by its id."),
            },
            _ => throw new UnreachableException(),
        };
    }

    public static int Refuse(CliRun run, SavedQueryOutcome outcome) => outcome switch
    {
        SavedQueryOutcome.Invalid invalid => run.Refuse(invalid.Errors),
        SavedQueryOutcome.NotPermitted no => run.Refuse(no.Advice),
        SavedQueryOutcome.Changed changed => run.Refuse(changed.Advice),
        SavedQueryOutcome.NotFound => run.Refuse("The saved query is gone."),
        _ => throw new UnreachableException(),
    };
}
