using System.CommandLine;
using DataAgent.Dictionary.Notes;
using DataAgent.Queries;

namespace DataAgent.Cli.Dictionary;

/// <summary>What admins say of tables and columns.</summary>
internal static class NoteCommands
{
    private sealed record Line(
        string Table, string? Column, string Description, IReadOnlyList<string> Synonyms, string Unit, string DoNotUse, bool NoSamples, int Version, bool Orphaned);

    public static Command Create(CommandBuilder commands) =>
        new("note", "What a project's admins say of its tables and columns.") { Set(commands), List(commands), Remove(commands) };

    private static Command Set(CommandBuilder commands)
    {
        var (slug, table, column) = (CommandBuilder.Project(), NoteOptions.Table(), NoteOptions.Column());
        var description = Text("--description", "What it means; an empty text removes it.");
        var synonyms = Text("--synonyms", "Other names for it, parted by commas.");
        var unit = Text("--unit", "What a column's numbers count, such as EUR or kg.");
        var doNotUse = Text("--do-not-use", "Why it should be left alone; an empty text lifts it.");
        var noSamples = new Option<bool?>("--no-samples") { Description = "true: no value of it is read or shown in the dictionary.", HelpName = "true|false" };
        return commands.Create("set", "Write a note, or change parts of one; what is not named stays.", async (run, cancellationToken) =>
        {
            var admin = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var before = await FindAsync(run, run.Value(slug), run.Value(table), run.Find(column), cancellationToken);
            var old = before?.Text ?? NoteText.Empty;
            var text = new NoteText(
                run.Find(description) ?? old.Description, run.Find(synonyms)?.Split(',') ?? old.Synonyms, run.Find(unit) ?? old.Unit,
                run.Find(doNotUse) ?? old.DoNotUse, run.Find(noSamples) ?? old.NoSamples);
            var outcome = await run.Get<DictionaryNotes>().SetAsync(
                admin, run.Value(table), run.Find(column), text, before?.Version ?? 0, QueryDoor.CommandLine, cancellationToken);
            return NoteOptions.Finish(run, outcome, $"Saved the note on {Name(run.Value(table), run.Find(column))}.");
        }, slug, table, column, description, synonyms, unit, doNotUse, noSamples);
    }

    private static Command List(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("list", "Show all notes, also those whose table or column is gone.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var list = await run.Get<DictionaryNotes>().ListAsync(member, cancellationToken);
            Line[] lines = [.. list.Notes.Select(n => new Line(
                n.Table, n.Column, n.Text.Description, n.Text.Synonyms, n.Text.Unit, n.Text.DoNotUse, n.Text.NoSamples, n.Version, n.IsOrphaned))];
            run.Report.List("notes", lines,
                ("TABLE", l => l.Table), ("COLUMN", l => l.Column), ("DESCRIPTION", l => l.Description), ("SYNONYMS", l => l.Synonyms), ("UNIT", l => l.Unit),
                ("DO NOT USE", l => l.DoNotUse), ("NO SAMPLES", l => l.NoSamples), ("ORPHANED", l => l.Orphaned));
            return CommandLine.Ok;
        }, slug);
    }

    private static Command Remove(CommandBuilder commands)
    {
        var (slug, table, column) = (CommandBuilder.Project(), NoteOptions.Table(), NoteOptions.Column());
        return commands.Create("remove", "Remove a note.", async (run, cancellationToken) =>
        {
            var admin = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var before = await FindAsync(run, run.Value(slug), run.Value(table), run.Find(column), cancellationToken);
            var outcome = await run.Get<DictionaryNotes>().RemoveAsync(
                admin, run.Value(table), run.Find(column), before?.Version ?? 0, QueryDoor.CommandLine, cancellationToken);
            return NoteOptions.Finish(run, outcome, $"Removed the note on {Name(run.Value(table), run.Find(column))}.");
        }, slug, table, column);
    }

    private static async Task<NoteEntry?> FindAsync(CliRun run, string slug, string table, string? column, CancellationToken cancellationToken)
    {
        var list = await run.Get<DictionaryNotes>().ListAsync(await run.GetMemberAsync(slug, cancellationToken), cancellationToken);
        return Find(StringComparison.Ordinal) ?? Find(StringComparison.OrdinalIgnoreCase);

        NoteEntry? Find(StringComparison comparison) =>
            list.Notes.FirstOrDefault(n => n.Table.Equals(table, comparison) && string.Equals(n.Column, column, comparison));
    }

    private static string Name(string table, string? column) => column is null ? table : $"{table}.{column}";

    private static Option<string?> Text(string name, string description) => new(name) { Description = description, HelpName = "text" };
}
