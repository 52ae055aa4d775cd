using DataAgent.Projects;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Http.Features;

namespace DataAgent.Web.Projects;

/// <summary>Lets only members of the project in the address pass, and hands their proof of it to the endpoint.</summary>
internal static class MemberFilter
{
    public static RouteGroupBuilder MapProject(this IEndpointRouteBuilder app) => app.MapGroup("/api/v1/projects/{slug}").AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        var access = http.RequestServices.GetRequiredService<ProjectAccess>();
        var member = await access.FindMemberAsync(http.User.GetUserId(), (string)http.GetRouteValue("slug")!, http.RequestAborted);
        // A token for one project meets the others as a stranger does.
        if (member is null || (http.Bearer()?.ProjectId is { } only && only != member.Project.Id))
            return Problems.NotFound("project");
        http.Features.Set(member);
        return await next(context);
    }).ProducesProblem(StatusCodes.Status404NotFound);

    public static Member Member(this HttpContext http) => http.Features.GetRequiredFeature<Member>();
}
