namespace DataAgent.Dictionary.Notes;

/// <summary>All that is written about a project's tables, also about those that are gone.</summary>
public sealed record NoteList(IReadOnlyList<NoteEntry> Notes, IReadOnlyList<JoinEntry> Joins);

/// <param name="Column">Null: about the table.</param>
/// <param name="IsOrphaned">The snapshot has no such table or column: it was dropped, renamed or hidden. The note waits for it.</param>
public sealed record NoteEntry(string Table, string? Column, NoteText Text, int Version, DateTimeOffset UpdatedAt, bool IsOrphaned);

/// <inheritdoc cref="NoteEntry"/>
public sealed record JoinEntry(JoinHint Hint, bool IsOrphaned);
