using DataAgent.Projects;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Projects;

internal static class ProjectEndpoints
{
    public static void MapProjects(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/projects", async (HttpContext http, ProjectAccess access, CancellationToken cancellationToken) =>
            (await access.ListProjectsAsync(http.User.GetUserId(), cancellationToken))
                .Select(project => new ProjectAnswer(project.Slug, project.Name, project.Description, project.Role.ToString().ToLowerInvariant())));

    private sealed record ProjectAnswer(string Slug, string Name, string Description, string Role);
}
