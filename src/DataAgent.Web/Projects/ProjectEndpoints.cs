using System.Text.Json;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Users;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Mvc;

namespace DataAgent.Web.Projects;

/// <summary>Projects and their settings. A version of the settings is their ETag: who changes them sends the one they saw as If-Match.</summary>
internal static class ProjectEndpoints
{
    private static readonly ProjectSettings Empty = new() { Name = "", Slug = "", DbHost = "", DbName = "" };

    public static void MapProjects(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/projects", async (HttpContext http, ProjectAccess access, CancellationToken cancellationToken) =>
            (await access.ListProjectsAsync(http.User.GetUserId(), cancellationToken))
                .Where(project => http.Bearer()?.ProjectId is not { } only || only == project.Id)
                .Select(project => new ProjectAnswer(project.Slug, project.Name, project.Description, project.Role.Word())))
            .Needs(TokenScope.Read).Gives<ProjectAnswer[]>("List the projects of the person");
        app.MapPost("/api/v1/projects", AddAsync)
            .TakesSome<ProjectSettings>().NeedsForPlatform(TokenScope.Manage).Gives<ProjectText>("Add a project", 201, 400);
    }

    public static void MapSettings(this RouteGroupBuilder project)
    {
        project.MapGet("/", (HttpContext http, RoleChecks checks) => Results.Ok(Answer(http, http.Member(), checks)))
            .Needs(TokenScope.Read).Gives<ProjectText>("Show a project; to its admins with all settings, whose version is the ETag");
        project.MapPatch("/", EditAsync)
            .TakesSome<ProjectSettings>().Needs(TokenScope.Manage)
            .Gives<ProjectText>("Change settings: those that are sent, of the version in If-Match", 200, 400, 412, 428);
    }

    private static async Task<IResult> AddAsync(
        JsonElement body, HttpContext http, UserDirectory users, ProjectCatalog catalog, ProjectAccess access, RoleChecks checks,
        CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync(http.User.GetUserId(), cancellationToken) is not { } user)
            return Problems.NotPermitted("Only a platform administrator adds projects.");
        // Whoever may not add any need not be told what is wrong with this one.
        var settings = Empty;
        if (user.IsPlatformAdministrator && Misread(body, Empty, out settings) is { } problem)
            return problem;
        var outcome = await catalog.AddAsync(user, settings, QueryDoor.Http, cancellationToken);
        return outcome is ProjectOutcome.Saved saved && await access.FindMemberAsync(user.Id, saved.Slug, cancellationToken) is { } member
            ? Results.Created($"/api/v1/projects/{saved.Slug}", Answer(http, member, checks))
            : Refusal(http, outcome);
    }

    private static async Task<IResult> EditAsync(
        JsonElement body, [FromHeader(Name = "If-Match")] string? version, HttpContext http, ProjectCatalog catalog, ProjectAccess access,
        RoleChecks checks, CancellationToken cancellationToken)
    {
        var admin = http.Member();
        if (admin.Role == Role.Admin && version is not { Length: > 2 })
            return Problems.VersionNeeded("Send the ETag of the settings you changed in If-Match, so that nobody's change is lost.");
        var settings = ProjectSettings.Of(admin.Project);
        if (admin.Role == Role.Admin && Misread(body, settings, out settings) is { } problem)
            return problem;
        var outcome = await catalog.EditAsync(admin, settings, version?.Trim('"') ?? "", QueryDoor.Http, cancellationToken);
        if (outcome is not ProjectOutcome.Saved saved)
            return Refusal(http, outcome);
        return await access.FindMemberAsync(admin.UserId, saved.Slug, cancellationToken) is { } member
            ? Results.Ok(Answer(http, member, checks))
            : Problems.NotFound("project");
    }

    private static IResult? Misread(JsonElement body, ProjectSettings before, out ProjectSettings settings)
    {
        settings = before;
        if (body.ValueKind != JsonValueKind.Object)
            return Problems.Invalid("Send an object of settings, such as {\"max_rows_per_query\": 1000}.");
        (settings, var errors) = SettingsPatch.Apply(body, before);
        return errors.Count > 0 ? Problems.Invalid(errors) : null;
    }

    private static ProjectText Answer(HttpContext http, Member member, RoleChecks checks)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (member.Role == Role.Admin)
            http.Response.Headers.ETag = $"\"{StoredSettings.Of(member.Project).Version}\"";
        return ProjectText.Of(member, checks.Find(member.Project));
    }

    private static IResult Refusal(HttpContext http, ProjectOutcome outcome)
    {
        switch (outcome)
        {
            case ProjectOutcome.Invalid invalid:
                return Problems.Invalid(invalid.Errors);
            case ProjectOutcome.Forbidden no:
                return Problems.NotPermitted(no.Message);
            case ProjectOutcome.Changed { Now: { } now } changed:
                http.Response.Headers.ETag = $"\"{now.Version}\"";
                return Problems.Changed(changed.Message);
            case ProjectOutcome.Changed gone:
                return Problems.Gone(gone.Message);
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }

    private sealed record ProjectAnswer(string Slug, string Name, string Description, string Role);
}
