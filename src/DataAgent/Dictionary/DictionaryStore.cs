using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataAgent.Data;
using DataAgent.Dictionary.Notes;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Dictionary;

/// <summary>Keeps a project's dictionary: read once, saved as versions, handed out from memory.</summary>
public sealed class DictionaryStore(IDbContextFactory<PlatformDbContext> database, ProjectConnector open, RoleChecks roles, TimeProvider time)
{
    private const int SaveAttempts = 10;

    /// <summary>How long another process's refresh may go unseen: a look at the newest version is not worth a question for every query.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly ConcurrentDictionary<Guid, Entry> _newest = [];
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _generating = [];

    /// <summary>The newest snapshot; reads the schema first when there is none yet, or when the project's settings have changed since.</summary>
    /// <exception cref="DictionaryException">There is none that fits, and the schema cannot be read.</exception>
    public async Task<DataDictionary> GetAsync(Member member, CancellationToken cancellationToken)
    {
        if (await FindAsync(member, cancellationToken) is { } found)
            return found;
        // The first question after a change often comes with others: one of them reads, the others wait for it.
        var gate = _generating.GetOrAdd(member.Project.Id, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await FindAsync(member, cancellationToken) ?? (await ReadAndSaveAsync(member.Project, save: true, by: null, cancellationToken)).Dictionary;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The newest snapshot that fits the project's settings, or null; never touches the customer's database.</summary>
    public async Task<DataDictionary?> FindAsync(Member member, CancellationToken cancellationToken)
    {
        var project = member.Project;
        if (_newest.TryGetValue(project.Id, out var entry) && time.GetElapsedTime(entry.SeenAt) < Freshness && Fits(entry, project))
            return entry.Dictionary;

        var now = time.GetTimestamp();
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var snapshots = db.DictionarySnapshots.AsNoTracking().Where(s => s.ProjectId == project.Id);
        if (await snapshots.MaxAsync(s => (int?)s.Version, cancellationToken) is not { } version)
            return null;
        if (entry?.Version != version)
        {
            var content = await snapshots.Where(s => s.Version == version).Select(s => s.Content).SingleAsync(cancellationToken);
            entry = NewEntry(version, Parse(content), await NoteBook.LoadAsync(db, project.Id, cancellationToken), project, now);
        }
        else if (entry.Book.Revision < project.NotesRevision || entry.ShowSamples != project.ShowSamples)
        {
            entry = NewEntry(version, entry.Read, await NoteBook.LoadAsync(db, project.Id, cancellationToken), project, now);
        }

        _newest[project.Id] = entry = entry with { SeenAt = now };
        return Fits(entry, project) ? entry.Dictionary : null;
    }

    /// <summary>Reads the schema anew and tells what is different from the newest snapshot; <paramref name="save"/> false is a dry run.</summary>
    /// <exception cref="DictionaryException">The schema cannot be read, or a person who is not an admin asked to save; nothing was saved.</exception>
    public async Task<DictionaryRefresh> RefreshAsync(Member member, bool save, QueryDoor door, CancellationToken cancellationToken)
    {
        if (save && member.Role != Role.Admin)
            throw new DictionaryException(DictionaryFault.NotAllowed, "Only an admin of the project can refresh its data dictionary.");
        return await ReadAndSaveAsync(member.Project, save, (member.UserId, door), cancellationToken);
    }

    /// <inheritdoc cref="RefreshAsync"/>
    public async Task<DataDictionary> GenerateAsync(Member member, bool save, CancellationToken cancellationToken) =>
        (await RefreshAsync(member, save, QueryDoor.CommandLine, cancellationToken)).Dictionary;

    // The notes count as they are now, not as they were when the person's access was granted.
    private bool Fits(Entry entry, Project project) =>
        entry.Read.Scope == ScopeOf(project) && entry.Book.Revision >= project.NotesRevision && entry.ShowSamples == project.ShowSamples;

    private static Entry NewEntry(int version, DataDictionary read, NoteBook book, Project project, long now) =>
        new(version, read, book, project.ShowSamples, book.Apply(read, project.ShowSamples), now);

    private static DataDictionary Parse(string content) => JsonSerializer.Deserialize<DataDictionary>(content, Json)!;

    /// <param name="by">Who asked for it; null: the first question after a change needed it.</param>
    private async Task<DictionaryRefresh> ReadAndSaveAsync(
        Project project, bool save, (Guid UserId, QueryDoor Door)? by, CancellationToken cancellationToken)
    {
        // Before the reading, which also takes samples of rows.
        await roles.GetAsync(project, cancellationToken);
        var (book, before) = await LoadAsync(project, cancellationToken);
        var read = await ReadAsync(project, book, cancellationToken);
        var diff = DictionaryDiff.Between(before ?? read with { Tables = [], Enums = [] }, read);
        var entry = save
            ? await SaveAsync(project, read, book, by, cancellationToken)
            : NewEntry(0, read, book, project, time.GetTimestamp());
        return new DictionaryRefresh(entry.Dictionary, diff, IsFirst: before is null, save);
    }

    private async Task<(NoteBook Book, DataDictionary? Before)> LoadAsync(Project project, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var book = await NoteBook.LoadAsync(db, project.Id, cancellationToken);
        var snapshots = db.DictionarySnapshots.AsNoTracking().Where(s => s.ProjectId == project.Id);
        if (await snapshots.MaxAsync(s => (int?)s.Version, cancellationToken) is not { } version)
            return (book, null);
        if (_newest.TryGetValue(project.Id, out var entry) && entry.Version == version)
            return (book, entry.Read);
        return (book, Parse(await snapshots.Where(s => s.Version == version).Select(s => s.Content).SingleAsync(cancellationToken)));
    }

    private async Task<DataDictionary> ReadAsync(Project project, NoteBook book, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await open(project, cancellationToken);
            var scope = SchemaScope.Of(project, book.Switches(project.ShowSamples && !IsStopped(project)));
            return await new SchemaReader(time).ReadAsync(connection, scope, cancellationToken) with { Scope = ScopeOf(project) };
        }
        catch (PostgresException e)
        {
            throw new DictionaryException(FaultOf(e), AdviceFor(e), e);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            throw new DictionaryException(DictionaryFault.NotReachable,
                "The project's database does not answer. Check host, port and TLS in the project's settings, and that the server accepts connections from here.", e);
        }
    }

    private static DictionaryFault FaultOf(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege => DictionaryFault.NoRight,
        _ when e.SqlState.StartsWith("28", StringComparison.Ordinal) || e.SqlState.StartsWith("3D", StringComparison.Ordinal) => DictionaryFault.NotReachable,
        _ => DictionaryFault.NotRead,
    };

    private static string AdviceFor(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.QueryCanceled => "The project's database took too long to describe its schema. Try again when it is less busy.",
        PostgresErrorCodes.TooManyConnections => "The project's database has no free connection. Try again in a moment.",
        PostgresErrorCodes.InsufficientPrivilege => "The project's role may not read the schema. Grant it USAGE on the schema and SELECT on its tables.",
        PostgresErrorCodes.InvalidCatalogName => "The server has no database of that name. Correct it in the project's settings.",
        _ when e.SqlState.StartsWith("28", StringComparison.Ordinal) => "The server refused the project's login. Correct its user and password in the project's settings.",
        _ => $"The project's database could not describe its schema (error {e.SqlState}). Try again; if it stays so, check the database's log.",
    };

    // Two processes may save at once: each version number is given once, and who comes second takes the next.
    private async Task<Entry> SaveAsync(
        Project project, DataDictionary dictionary, NoteBook book, (Guid UserId, QueryDoor Door)? by, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            var version = 1 + (await db.DictionarySnapshots.Where(s => s.ProjectId == project.Id).MaxAsync(s => (int?)s.Version, cancellationToken) ?? 0);
            db.DictionarySnapshots.Add(new DictionarySnapshot
            {
                Id = Guid.CreateVersion7(),
                ProjectId = project.Id,
                Version = version,
                GeneratedAt = dictionary.GeneratedAt,
                Content = JsonSerializer.Serialize(dictionary, Json),
            });
            if (by is var (userId, door))
                db.AuditEntries.Add(ProjectAudit.Entry("dictionary.generate", userId, project.Id, door, time.GetUtcNow(), $"version {version}"));
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return _newest[project.Id] = NewEntry(version, dictionary, book, project, time.GetTimestamp());
            }
            catch (DbUpdateException e) when (attempt < SaveAttempts && e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
            }
        }
    }

    // What is read of a schema has changed since: a dictionary that an older version of the product kept lacks something.
    private const int Format = 2;

    // The login counts too: another role may see other tables. Its mark is of the password too, so a new one also asks for a new reading.
    private string ScopeOf(Project project)
    {
        List<object> parts =
        [
            Format, project.DbHost, project.DbPort, project.DbName, project.DbSchema, ProjectCredentials.LoginMarkOf(project),
            project.AllowedTables.Order(), project.ExcludedTables.Order(),
            project.AllowedExtensions.Order(),
        ];
        // What was read with samples does not fit a project that is stopped, nor the other way round.
        if (IsStopped(project))
            parts.Add("no samples");
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)));
    }

    /// <summary>The names of a schema are read with any role; values of rows only with one that is sound or accepted.</summary>
    private bool IsStopped(Project project) => roles.Find(project).Verdict == RoleVerdict.Stopped;

    /// <param name="Read">As kept.</param>
    /// <param name="Dictionary">With the notes, and without samples that are off.</param>
    /// <param name="SeenAt">When it was last known to be the newest.</param>
    private sealed record Entry(int Version, DataDictionary Read, NoteBook Book, bool ShowSamples, DataDictionary Dictionary, long SeenAt);
}
