using System.Text.Encodings.Web;
using System.Text.Json;
using DataAgent.Audit;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Dictionary.Notes;

/// <summary>Notes and join hints of a project's admins: every member reads them, only admins write, and each change is in the audit log.</summary>
public sealed class DictionaryNotes(IDbContextFactory<PlatformDbContext> database, DictionaryStore dictionaries, TimeProvider clock)
{
    private const string OnlyAdmins = "Only an admin of the project writes notes on its tables.";

    // For people who read the audit log, never inside a page.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="DictionaryException">There is no snapshot, and the schema cannot be read.</exception>
    public async Task<NoteList> ListAsync(Member member, CancellationToken cancellationToken)
    {
        var dictionary = await dictionaries.GetAsync(member, cancellationToken);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var book = await NoteBook.LoadAsync(db, member.Project.Id, cancellationToken);
        return new NoteList(
            [.. book.Notes.Select(n => new NoteEntry(
                n.TableName, n.ColumnName.Length == 0 ? null : n.ColumnName, n.ToText(), n.Version, n.UpdatedAt, !NoteBook.Has(dictionary, n.TableName, n.ColumnName)))],
            [.. book.Hints.Select(h => new JoinEntry(h, !NoteBook.Fits(h, dictionary)))]);
    }

    /// <param name="column">Null or empty: about the table.</param>
    /// <param name="seen">The version that the person saw; 0 when there was none.</param>
    /// <exception cref="DictionaryException">There is no snapshot to look the names up in, and the schema cannot be read.</exception>
    public async Task<NoteOutcome> SetAsync(
        Member admin, string table, string? column, NoteText text, int seen, QueryDoor door, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new NoteOutcome.Forbidden(OnlyAdmins);
        text = text.Tidy();
        if (text.Validate(isColumn: !string.IsNullOrEmpty(column)) is { Count: > 0 } errors)
            return new NoteOutcome.Invalid(errors);

        var dictionary = await dictionaries.GetAsync(admin, cancellationToken);
        var name = Resolve(dictionary, table, column);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var note = await FindAsync(db, admin, name, cancellationToken);
        // A note whose table is gone may still be mended; a new one needs something that it is about.
        if (note is null && !NoteBook.Has(dictionary, name.Table, name.Column))
            return new NoteOutcome.NotFound(Missing(name.Table, name.Column));
        if ((note?.Version ?? 0) != seen)
            return new NoteOutcome.Conflict(note?.Version ?? 0);

        var before = note?.ToText();
        if (note is null)
            db.DictionaryNotes.Add(note = new DictionaryNote { ProjectId = admin.Project.Id, TableName = name.Table, ColumnName = name.Column });
        (note.Description, note.Synonyms, note.Unit, note.DoNotUse, note.NoSamples) =
            (text.Description, [.. text.Synonyms], text.Unit, text.DoNotUse, text.NoSamples);
        (note.Version, note.UpdatedAt, note.UpdatedBy) = (seen + 1, clock.GetUtcNow(), admin.UserId);
        Record(db, admin, "dictionary.note.set", door, new { name.Table, name.Column, Before = before, After = text })
            .With(NoteText.Changes(before, text));
        return await SaveAsync(db, admin, cancellationToken)
            ? new NoteOutcome.Saved(note.Version)
            : await ConflictAsync(admin, name, cancellationToken);
    }

    /// <inheritdoc cref="SetAsync"/>
    public async Task<NoteOutcome> RemoveAsync(Member admin, string table, string? column, int seen, QueryDoor door, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new NoteOutcome.Forbidden(OnlyAdmins);
        var name = Resolve(await dictionaries.GetAsync(admin, cancellationToken), table, column);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, admin, name, cancellationToken) is not { } note)
            return new NoteOutcome.NotFound($"There is no note on {Shown(name)}.");
        if (note.Version != seen)
            return new NoteOutcome.Conflict(note.Version);
        db.DictionaryNotes.Remove(note);
        Record(db, admin, "dictionary.note.remove", door, new { name.Table, name.Column, Before = note.ToText() })
            .With(NoteText.Changes(note.ToText(), null));
        return await SaveAsync(db, admin, cancellationToken) ? new NoteOutcome.Saved(0) : await ConflictAsync(admin, name, cancellationToken);
    }

    /// <summary>Both ends must be in the snapshot. The same hint, also the other way round, is kept once.</summary>
    /// <exception cref="DictionaryException">There is no snapshot, and the schema cannot be read.</exception>
    public async Task<NoteOutcome> AddJoinAsync(Member admin, JoinHint hint, QueryDoor door, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new NoteOutcome.Forbidden(OnlyAdmins);
        var dictionary = await dictionaries.GetAsync(admin, cancellationToken);
        var (from, to) = (Resolve(dictionary, hint.FromTable, hint.FromColumn), Resolve(dictionary, hint.ToTable, hint.ToColumn));
        FieldError[] errors =
        [
            .. from.Column.Length > 0 && NoteBook.Has(dictionary, from.Table, from.Column) ? [] : new[] { new FieldError("from", Missing(from.Table, from.Column)) },
            .. to.Column.Length > 0 && NoteBook.Has(dictionary, to.Table, to.Column) ? [] : new[] { new FieldError("to", Missing(to.Table, to.Column)) },
            .. from == to ? [new FieldError("to", "Name another column: every column is equal to itself.")] : Array.Empty<FieldError>(),
        ];
        if (errors.Length > 0)
            return new NoteOutcome.Invalid(errors);

        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await FindJoinAsync(db, admin, from, to, cancellationToken) is not null)
            return new NoteOutcome.Invalid([new("to", "This hint is there already.")]);
        var join = new DictionaryJoin
        {
            ProjectId = admin.Project.Id,
            FromTable = from.Table,
            FromColumn = from.Column,
            ToTable = to.Table,
            ToColumn = to.Column,
            CreatedAt = clock.GetUtcNow(),
            CreatedBy = admin.UserId,
        };
        db.DictionaryJoins.Add(join);
        Record(db, admin, "dictionary.hint.add", door, new { After = join.ToHint() }).With(new AuditChange("hint", null, join.ToHint().ToString()));
        return await SaveAsync(db, admin, cancellationToken) ? new NoteOutcome.Saved(0) : new NoteOutcome.Invalid([new("to", "This hint is there already.")]);
    }

    public async Task<NoteOutcome> RemoveJoinAsync(Member admin, JoinHint hint, QueryDoor door, CancellationToken cancellationToken)
    {
        if (admin.Role != Role.Admin)
            return new NoteOutcome.Forbidden(OnlyAdmins);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var join = await FindJoinAsync(db, admin, (hint.FromTable, hint.FromColumn), (hint.ToTable, hint.ToColumn), cancellationToken);
        if (join is null)
            return new NoteOutcome.NotFound($"There is no hint {hint}.");
        db.DictionaryJoins.Remove(join);
        Record(db, admin, "dictionary.hint.remove", door, new { Before = join.ToHint() }).With(new AuditChange("hint", join.ToHint().ToString(), null));
        return await SaveAsync(db, admin, cancellationToken) ? new NoteOutcome.Saved(0) : new NoteOutcome.NotFound($"There is no hint {hint}.");
    }

    // As the snapshot writes it; what it does not know stays as it was asked for.
    private static (string Table, string Column) Resolve(DataDictionary dictionary, string table, string? column)
    {
        var found = dictionary.Find(table);
        return (found?.Name ?? table, string.IsNullOrEmpty(column) ? "" : found?.Column(column)?.Name ?? column);
    }

    private static string Missing(string table, string column) => $"The dictionary has no {Shown((table, column))}. If it is new, refresh the dictionary first.";

    private static string Shown((string Table, string Column) name) => name.Column.Length == 0 ? $"table \"{name.Table}\"" : $"column \"{name.Table}.{name.Column}\"";

    private static Task<DictionaryNote?> FindAsync(PlatformDbContext db, Member member, (string Table, string Column) name, CancellationToken cancellationToken) =>
        db.DictionaryNotes.SingleOrDefaultAsync(
            n => n.ProjectId == member.Project.Id && n.TableName == name.Table && n.ColumnName == name.Column, cancellationToken);

    private static Task<DictionaryJoin?> FindJoinAsync(
        PlatformDbContext db, Member member, (string Table, string Column) from, (string Table, string Column) to, CancellationToken cancellationToken) =>
        db.DictionaryJoins.FirstOrDefaultAsync(j => j.ProjectId == member.Project.Id
            && ((j.FromTable == from.Table && j.FromColumn == from.Column && j.ToTable == to.Table && j.ToColumn == to.Column)
                || (j.FromTable == to.Table && j.FromColumn == to.Column && j.ToTable == from.Table && j.ToColumn == from.Column)), cancellationToken);

    private AuditEntry Record(PlatformDbContext db, Member admin, string action, QueryDoor door, object detail) => db.AuditEntries.Add(
        ProjectAudit.Entry(action, admin.UserId, admin.Project.Id, door, clock.GetUtcNow(), JsonSerializer.Serialize(detail, Json))).Entity;

    /// <returns>False when another person was faster.</returns>
    private static async Task<bool> SaveAsync(PlatformDbContext db, Member admin, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await db.Projects.Where(p => p.Id == admin.Project.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.NotesRevision, x => x.NotesRevision + 1), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    private async Task<NoteOutcome> ConflictAsync(Member member, (string Table, string Column) name, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return new NoteOutcome.Conflict((await FindAsync(db, member, name, cancellationToken))?.Version ?? 0);
    }
}
