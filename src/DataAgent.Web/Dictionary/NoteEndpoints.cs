using System.Globalization;
using DataAgent.Dictionary.Notes;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Dictionary;

/// <summary>Notes and join hints. A note's version is its ETag: who changes one sends the version they saw as If-Match.</summary>
internal static class NoteEndpoints
{
    public static void MapNotes(this RouteGroupBuilder project)
    {
        project.MapGet("/dictionary/notes", (HttpContext http, DictionaryNotes notes, CancellationToken cancellationToken) =>
            DatabaseTrouble.AnswerAsync(async () => Results.Ok(NotesAnswer.Of(await notes.ListAsync(http.Member(), cancellationToken)))))
            .Needs(TokenScope.Read).Gives<NotesAnswer>("List notes and join hints", 200, 503);
        project.MapPut("/dictionary/notes", (NoteBody body, HttpContext http, DictionaryNotes notes, CancellationToken cancellationToken) =>
            ChangeAsync(http, body.Table, seen => notes.SetAsync(http.Member(), body.Table!, body.Column, body.ToText(), seen, QueryDoor.Http, cancellationToken)))
            .Needs(TokenScope.Manage).Gives<VersionAnswer>("Write a note, over the version in If-Match", 200, 400, 412, 503);
        project.MapDelete("/dictionary/notes", (string? table, string? column, HttpContext http, DictionaryNotes notes, CancellationToken cancellationToken) =>
            ChangeAsync(http, table, seen => notes.RemoveAsync(http.Member(), table!, column, seen, QueryDoor.Http, cancellationToken)))
            .Needs(TokenScope.Manage).GivesNothing("Remove a note", 400, 412, 503);
        project.MapPut("/dictionary/hints", (HintBody body, HttpContext http, DictionaryNotes notes, CancellationToken cancellationToken) =>
            ChangeAsync(http, body, hint => notes.AddJoinAsync(http.Member(), hint, QueryDoor.Http, cancellationToken)))
            .Needs(TokenScope.Manage).GivesNothing("Add a hint on how tables join", 400, 503);
        project.MapDelete("/dictionary/hints", (
            [AsParameters] HintBody body, HttpContext http, DictionaryNotes notes, CancellationToken cancellationToken) =>
            ChangeAsync(http, body, hint => notes.RemoveJoinAsync(http.Member(), hint, QueryDoor.Http, cancellationToken)))
            .Needs(TokenScope.Manage).GivesNothing("Remove a join hint", 400, 503);
    }

    private static Task<IResult> ChangeAsync(HttpContext http, string? table, Func<int, Task<NoteOutcome>> change)
    {
        if (string.IsNullOrWhiteSpace(table))
            return Task.FromResult<IResult>(Problems.Invalid("Name the table, and the column when the note is about one."));
        return SeenBy(http.Request) is { } seen
            ? DatabaseTrouble.AnswerAsync(async () => Answer(http, await change(seen)))
            : Task.FromResult<IResult>(Problems.Invalid("Send the note's version as If-Match: \"3\", or nothing for a new note."));
    }

    private static Task<IResult> ChangeAsync(HttpContext http, HintBody body, Func<JoinHint, Task<NoteOutcome>> change) => body.ToHint() is { } hint
        ? DatabaseTrouble.AnswerAsync(async () => Answer(http, await change(hint)))
        : Task.FromResult<IResult>(Problems.Invalid("Name from_table, from_column, to_table and to_column."));

    // Nothing sent: a new note. A weak or foreign tag is none of ours.
    private static int? SeenBy(HttpRequest request) => request.Headers.IfMatch.ToString() switch
    {
        "" => 0,
        ['"', .. var version, '"'] when int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static IResult Answer(HttpContext http, NoteOutcome outcome)
    {
        switch (outcome)
        {
            case NoteOutcome.Saved { Version: > 0 } saved:
                http.Response.Headers.ETag = $"\"{saved.Version}\"";
                return Results.Ok(new VersionAnswer(saved.Version));
            case NoteOutcome.Saved:
                return Results.NoContent();
            case NoteOutcome.Invalid invalid:
                return Problems.Invalid(string.Join(" ", invalid.Errors.Select(e => e.Message).Distinct()));
            case NoteOutcome.Forbidden forbidden:
                return Problems.NotPermitted(forbidden.Message);
            case NoteOutcome.Conflict conflict:
                return Problems.Changed(conflict.Message, conflict.Version);
            case NoteOutcome.NotFound notFound:
                return Problems.Gone(notFound.Message);
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }

    private sealed record VersionAnswer(int Version);

    private sealed record NoteBody(
        string? Table, string? Column, string? Description, IReadOnlyList<string>? Synonyms, string? Unit, string? DoNotUse, bool NoSamples)
    {
        public NoteText ToText() => new(Description ?? "", [.. (Synonyms ?? []).OfType<string>()], Unit ?? "", DoNotUse ?? "", NoSamples);
    }

    // As a query string too, for DELETE has no body.
    private sealed record HintBody(
        [property: Microsoft.AspNetCore.Mvc.FromQuery(Name = "from_table")] string? FromTable,
        [property: Microsoft.AspNetCore.Mvc.FromQuery(Name = "from_column")] string? FromColumn,
        [property: Microsoft.AspNetCore.Mvc.FromQuery(Name = "to_table")] string? ToTable,
        [property: Microsoft.AspNetCore.Mvc.FromQuery(Name = "to_column")] string? ToColumn)
    {
        public JoinHint? ToHint() =>
            FromTable is not null && FromColumn is not null && ToTable is not null && ToColumn is not null ? new(FromTable, FromColumn, ToTable, ToColumn) : null;
    }

    private sealed record NoteAnswer(
        string Table, string? Column, string Description, IReadOnlyList<string> Synonyms, string Unit, string DoNotUse, bool NoSamples, int Version,
        DateTimeOffset UpdatedAt, bool IsOrphaned);

    private sealed record HintAnswer(string FromTable, string FromColumn, string ToTable, string ToColumn, bool IsOrphaned);

    private sealed record NotesAnswer(IEnumerable<NoteAnswer> Notes, IEnumerable<HintAnswer> Hints)
    {
        public static NotesAnswer Of(NoteList list) => new(
            list.Notes.Select(n => new NoteAnswer(
                n.Table, n.Column, n.Text.Description, n.Text.Synonyms, n.Text.Unit, n.Text.DoNotUse, n.Text.NoSamples, n.Version, n.UpdatedAt, n.IsOrphaned)),
            list.Joins.Select(j => new HintAnswer(j.Hint.FromTable, j.Hint.FromColumn, j.Hint.ToTable, j.Hint.ToColumn, j.IsOrphaned)));
    }
}
