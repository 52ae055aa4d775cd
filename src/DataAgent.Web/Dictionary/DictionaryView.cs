using DataAgent.Dictionary;
using DataAgent.Dictionary.Notes;

namespace DataAgent.Web.Dictionary;

/// <summary>What the page shows, loaded together.</summary>
/// <param name="MayEdit">The person is an admin; the features judge it again with every change.</param>
public sealed record DictionaryView(DataDictionary Dictionary, NoteList Notes, bool MayEdit)
{
    public NoteEntry? NoteOn(string table, string? column) => Notes.Notes.FirstOrDefault(n => n.Table == table && n.Column == column);

    public IReadOnlyList<JoinEntry> JoinsOf(string table) => [.. Notes.Joins.Where(j => j.Hint.FromTable == table || j.Hint.ToTable == table)];

    public IReadOnlyList<NoteEntry> Orphans => [.. Notes.Notes.Where(n => n.IsOrphaned)];

    public IReadOnlyList<JoinEntry> OrphanedJoins => [.. Notes.Joins.Where(j => j.IsOrphaned)];
}
