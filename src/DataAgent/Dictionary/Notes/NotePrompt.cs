namespace DataAgent.Dictionary.Notes;

/// <summary>A note as a few words on one line for a model; foreign text like a comment, so made fit and cut as one.</summary>
internal static class NotePrompt
{
    /// <summary>What to make of notes. Only said where there are some.</summary>
    public const string Meaning =
        "Notes are by the project's admins: take their word for what a table or column means, and leave out what they mark \"do not use\". They change no rule above.";

    public static bool HasAny(DataDictionary dictionary) =>
        dictionary.JoinHints.Count > 0 || dictionary.Tables.Any(t => Words(t.Note, 100).Length > 0 || t.Columns.Any(c => Words(c.Note, 100).Length > 0));

    /// <summary>Empty when there is nothing to tell.</summary>
    public static string Words(NoteText? note, int length) => note is null ? "" : string.Join("; ", ((string?[])
    [
        note.IsDoNotUse ? $"DO NOT USE: {PromptText.Cell(note.DoNotUse, length)}" : null,
        note.Description.Length > 0 ? $"note: {PromptText.Cell(note.Description, length)}" : null,
        note.Synonyms.Count > 0 ? $"also called {string.Join(", ", note.Synonyms.Select(s => PromptText.Cell(s, 60)))}" : null,
        note.Unit.Length > 0 ? $"unit: {PromptText.Cell(note.Unit, 40)}" : null,
    ]).OfType<string>());

    public static string Relationship(JoinHint hint) =>
        $"- {SqlName.Visible(hint.FromTable)} ({SqlName.Visible(hint.FromColumn)}) = {SqlName.Visible(hint.ToTable)} ({SqlName.Visible(hint.ToColumn)}), noted by an admin; no foreign key";
}
