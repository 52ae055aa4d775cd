using DataAgent.Data;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Dictionary.Notes;

/// <summary>All notes and join hints of a project as of one revision.</summary>
/// <param name="Revision">See <see cref="Projects.Project.NotesRevision"/>; the notes may be a moment newer, never older.</param>
internal sealed record NoteBook(int Revision, IReadOnlyList<DictionaryNote> Notes, IReadOnlyList<JoinHint> Hints)
{
    public static async Task<NoteBook> LoadAsync(PlatformDbContext db, Guid projectId, CancellationToken cancellationToken)
    {
        var revision = await db.Projects.Where(p => p.Id == projectId).Select(p => p.NotesRevision).SingleOrDefaultAsync(cancellationToken);
        if (revision == 0)
            return new NoteBook(0, [], []);
        var notes = await db.DictionaryNotes.AsNoTracking().Where(n => n.ProjectId == projectId).ToListAsync(cancellationToken);
        var joins = await db.DictionaryJoins.AsNoTracking().Where(j => j.ProjectId == projectId).ToListAsync(cancellationToken);
        return new NoteBook(
            revision, [.. notes.OrderBy(n => n.TableName, StringComparer.Ordinal).ThenBy(n => n.ColumnName, StringComparer.Ordinal)],
            [.. joins.Select(j => j.ToHint()).OrderBy(h => h.ToString(), StringComparer.Ordinal)]);
    }

    /// <summary>Tables and columns of which no value may be read.</summary>
    public SampleSwitches Switches(bool showSamples) => new(
        !showSamples, Notes.Where(n => n.NoSamples).Select(n => (n.TableName, n.ColumnName)).ToHashSet());

    /// <summary>The dictionary with what people wrote, and without the samples that they switched off.</summary>
    public DataDictionary Apply(DataDictionary dictionary, bool showSamples)
    {
        var switches = Switches(showSamples);
        var texts = Notes.ToDictionary(n => (n.TableName, n.ColumnName), n => n.ToText());
        return dictionary with
        {
            Tables = [.. dictionary.Tables.Select(t => t with
            {
                Note = texts.GetValueOrDefault((t.Name, "")),
                Columns = [.. t.Columns.Select(c => Apply(c, texts.GetValueOrDefault((t.Name, c.Name)), switches.IsOff(t.Name, c.Name)))],
            })],
            JoinHints = [.. Hints.Where(h => Fits(h, dictionary))],
        };
    }

    public static bool Fits(JoinHint hint, DataDictionary dictionary) =>
        Has(dictionary, hint.FromTable, hint.FromColumn) && Has(dictionary, hint.ToTable, hint.ToColumn);

    /// <summary>By its exact name; an empty column asks for the table alone.</summary>
    public static bool Has(DataDictionary dictionary, string table, string column) =>
        dictionary.Tables.FirstOrDefault(t => t.Name == table) is { } found && (column.Length == 0 || found.Columns.Any(c => c.Name == column));

    // Of most columns nobody wrote anything: they need no copy.
    private static ColumnInfo Apply(ColumnInfo column, NoteText? note, bool isOff) =>
        isOff ? column.WithoutSamples() with { Note = note }
        : note is null && column is { Note: null, HasSamplesOff: false } ? column
        : column with { Note = note, HasSamplesOff = false };
}

/// <summary>Where samples are off: everywhere, in a table, or in a column.</summary>
internal sealed record SampleSwitches(bool IsAllOff, IReadOnlySet<(string Table, string Column)> Off)
{
    public static readonly SampleSwitches AllOn = new(false, new HashSet<(string, string)>());

    public bool IsOff(string table, string column) => IsAllOff || Off.Contains((table, "")) || Off.Contains((table, column));
}
