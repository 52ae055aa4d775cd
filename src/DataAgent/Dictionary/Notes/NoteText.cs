using DataAgent.Audit;
using DataAgent.Projects;

namespace DataAgent.Dictionary.Notes;

/// <summary>What may be said of a table or column. The one shape behind the page, HTTP, the command line and the prompt.</summary>
/// <param name="DoNotUse">The reason; empty when it may be used.</param>
public sealed record NoteText(string Description, IReadOnlyList<string> Synonyms, string Unit, string DoNotUse, bool NoSamples)
{
    public static readonly NoteText Empty = new("", [], "", "", false);

    public bool IsEmpty => Description.Length + Synonyms.Count + Unit.Length + DoNotUse.Length == 0 && !NoSamples;

    public bool IsDoNotUse => DoNotUse.Length > 0;

    /// <summary>Without blanks at the ends, empty synonyms and double ones.</summary>
    public NoteText Tidy() => new(
        Description.Trim(), [.. Synonyms.Select(s => s.Trim()).Where(s => s.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)],
        Unit.Trim(), DoNotUse.Trim(), NoSamples);

    /// <summary>Everything that is wrong, at once; empty when it may be saved.</summary>
    public IReadOnlyList<FieldError> Validate(bool isColumn) =>
    [
        .. Check(!IsEmpty, "description", "Write something, or remove the note."),
        .. Check(Description.Length <= 1000, "description", "Keep the description under 1,000 characters."),
        .. Check(Synonyms.Count <= 20 && Synonyms.All(s => s.Length <= 60), "synonyms", "At most 20 synonyms of at most 60 characters each."),
        .. Check(isColumn || Unit.Length == 0, "unit", "Only a column has a unit."),
        .. Check(Unit.Length <= 40, "unit", "Keep the unit under 40 characters."),
        .. Check(DoNotUse.Length <= 300, "do_not_use", "Keep the reason under 300 characters."),
        .. Check(!$"{Description}{string.Concat(Synonyms)}{Unit}{DoNotUse}".Contains('\0', StringComparison.Ordinal), "description", "Leave out the zero character."),
    ];

    /// <summary>For the audit log. Null: there was no note, or there is none any more.</summary>
    internal static IEnumerable<AuditChange> Changes(NoteText? before, NoteText? after) =>
    [
        .. Change("description", before?.Description, after?.Description), .. Change("synonyms", Joined(before), Joined(after)),
        .. Change("unit", before?.Unit, after?.Unit), .. Change("do_not_use", before?.DoNotUse, after?.DoNotUse),
        .. Change("no_samples", Word(before), Word(after)),
    ];

    // What was never written and what is empty are the same.
    private static AuditChange[] Change(string field, string? before, string? after) => (before ?? "") == (after ?? "") ? [] : [new(field, before, after)];

    private static string? Joined(NoteText? text) => text is null ? null : string.Join(", ", text.Synonyms);

    private static string? Word(NoteText? text) => text is { NoSamples: true } ? "true" : null;

    private static FieldError[] Check(bool holds, string field, string message) => holds ? [] : [new(field, message)];
}
