using DataAgent.Dictionary;
using DataAgent.SavedQueries;

namespace DataAgent.Cli.Dictionary;

/// <summary>What a refresh changed, one thing a line: <c>+</c> came, <c>-</c> went, <c>~</c> is another.</summary>
internal static class DiffText
{
    public static IEnumerable<string> Lines(DictionaryDiff diff) =>
    [
        .. diff.AddedTables.Select(t => $"+ {Name(t)}"),
        .. diff.RemovedTables.Select(t => $"- {Name(t)}"),
        .. diff.ChangedTables.SelectMany(Lines),
        .. diff.ChangedEnums.Select(e => $"~ enum {Change(e)}"),
    ];

    /// <summary>One query a line, with what the guard says of it.</summary>
    public static IEnumerable<string> Lines(BrokenQueries broken) =>
    [
        .. broken.Queries.Select(q => $"! {Name(q.Name)}: {OneLine(q.Reason)}"),
        .. broken.HiddenInWords is { } others ? [$"! {others}"] : Array.Empty<string>(),
    ];

    private static IEnumerable<string> Lines(TableChange change) =>
    [
        .. change.AddedColumns.Select(c => $"+ {Name(change.Table)}.{Name(c)}"),
        .. change.RemovedColumns.Select(c => $"- {Name(change.Table)}.{Name(c)}"),
        .. change.ChangedColumns.Select(c => $"~ {Name(change.Table)}.{Change(c)}"),
        .. change.Details.Select(c => $"~ {Name(change.Table)}: {Change(c)}"),
    ];

    private static string Change(Change change) => $"{Name(change.Name)}: {OneLine(change.Before)} → {OneLine(change.After)}";

    // Names and comments are foreign: nothing of them may move the cursor of a terminal.
    private static string Name(string name) => string.Concat(name.Where(c => !char.IsControl(c)));

    private static string OneLine(string text) =>
        text.Length == 0 ? "(none)" : string.Concat(text.ReplaceLineEndings(" ").Where(c => !char.IsControl(c)));
}
