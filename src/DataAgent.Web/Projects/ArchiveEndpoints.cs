using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Mvc;

namespace DataAgent.Web.Projects;

/// <summary>Takes projects away, for a while or for good, and brings them back.</summary>
internal static class ArchiveEndpoints
{
    public static void MapArchiving(this RouteGroupBuilder project)
    {
        project.MapPost("/archive", async (HttpContext http, ProjectArchive archive, CancellationToken cancellationToken) =>
            Answer(await archive.ArchiveAsync(http.Member(), QueryDoor.Http, cancellationToken)))
            .Needs(TokenScope.Manage).GivesNothing("Archive a project: nobody opens it, and all of it is kept");
        project.MapDelete("/", async ([FromBody] NameBody body, HttpContext http, ProjectArchive archive, CancellationToken cancellationToken) =>
            Answer(await archive.DeleteAsync(http.Member(), body.Name ?? "", QueryDoor.Http, cancellationToken)))
            .Needs(TokenScope.Manage).GivesNothing("Delete a project for good, whose name is sent once more", 400);
    }

    public static void MapArchive(this IEndpointRouteBuilder app)
    {
        var archived = app.MapGroup("/api/v1/archived-projects");
        archived.MapGet("/", async (HttpContext http, ProjectArchive archive, CancellationToken cancellationToken) =>
            await archive.ListAsync(http.User.GetUserId(), cancellationToken))
            .NeedsForPlatform(TokenScope.Manage).Gives<ArchivedListing[]>("List archived projects that the person may restore or delete");
        archived.MapPost("/{slug}/restore", async (
            string slug, HttpContext http, ProjectAccess access, ProjectArchive archive, CancellationToken cancellationToken) =>
            await access.FindArchivedAsync(http.User.GetUserId(), slug, cancellationToken) is { } found
                ? Answer(await archive.RestoreAsync(found, QueryDoor.Http, cancellationToken))
                : Problems.NotFound("archived project"))
            .NeedsForPlatform(TokenScope.Manage).GivesNothing("Bring an archived project back", 404);
        archived.MapDelete("/{slug}", async (
            string slug, [FromBody] NameBody body, HttpContext http, ProjectAccess access, ProjectArchive archive, CancellationToken cancellationToken) =>
            await access.FindArchivedAsync(http.User.GetUserId(), slug, cancellationToken) is { } found
                ? Answer(await archive.DeleteAsync(found, body.Name ?? "", QueryDoor.Http, cancellationToken))
                : Problems.NotFound("archived project"))
            .NeedsForPlatform(TokenScope.Manage).GivesNothing("Delete an archived project for good, whose name is sent once more", 400, 404);
    }

    private static IResult Answer(ProjectOutcome outcome) => outcome switch
    {
        ProjectOutcome.Removed or ProjectOutcome.Saved => Results.NoContent(),
        ProjectOutcome.Invalid invalid => Problems.Invalid(invalid.Errors),
        ProjectOutcome.Forbidden no => Problems.NotPermitted(no.Message),
        ProjectOutcome.Changed gone => Problems.Gone(gone.Message),
        _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
    };

    private sealed record NameBody(string? Name);
}
