using System.CommandLine;
using DataAgent.Dictionary.Notes;
using DataAgent.Queries;

namespace DataAgent.Cli.Dictionary;

/// <summary>Joins that no foreign key states.</summary>
internal static class HintCommands
{
    private sealed record Line(string From, string To, bool Orphaned);

    public static Command Create(CommandBuilder commands) => new("hint", "How tables belong together where no foreign key says so.")
    {
        Change(commands, "add", "Say that two columns are equal in rows that belong together.",
            (notes, admin, hint, token) => notes.AddJoinAsync(admin, hint, QueryDoor.CommandLine, token), "Saved"),
        Change(commands, "remove", "Take a hint back.",
            (notes, admin, hint, token) => notes.RemoveJoinAsync(admin, hint, QueryDoor.CommandLine, token), "Removed"),
        List(commands),
    };

    private static Command Change(
        CommandBuilder commands, string name, string description,
        Func<DictionaryNotes, DataAgent.Projects.Member, JoinHint, CancellationToken, Task<NoteOutcome>> change, string done)
    {
        var (slug, from, to) = (CommandBuilder.Project(), NoteOptions.End("--from", "One end."), NoteOptions.End("--to", "The other end."));
        return commands.Create(name, description, async (run, cancellationToken) =>
        {
            var hint = NoteOptions.Parse(run.Value(from), run.Value(to));
            var admin = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            return NoteOptions.Finish(run, await change(run.Get<DictionaryNotes>(), admin, hint, cancellationToken), $"{done} the hint {hint}.");
        }, slug, from, to);
    }

    private static Command List(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("list", "Show all hints, also those with an end that is gone.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var list = await run.Get<DictionaryNotes>().ListAsync(member, cancellationToken);
            Line[] lines = [.. list.Joins.Select(j => new Line(
                $"{j.Hint.FromTable}.{j.Hint.FromColumn}", $"{j.Hint.ToTable}.{j.Hint.ToColumn}", j.IsOrphaned))];
            run.Report.List("hints", lines, ("FROM", l => l.From), ("TO", l => l.To), ("ORPHANED", l => l.Orphaned));
            return CommandLine.Ok;
        }, slug);
    }
}
