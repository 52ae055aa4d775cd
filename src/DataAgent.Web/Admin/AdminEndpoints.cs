using DataAgent.Configuration;
using DataAgent.Projects;
using DataAgent.Projects.Members;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Users;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Admin;

/// <summary>Looking after the platform, for its administrators: everybody else is told so with every address.</summary>
internal static class AdminEndpoints
{
    private static readonly object _administrator = new();

    public static void MapAdmin(this IEndpointRouteBuilder app)
    {
        var admin = app.MapGroup("/api/v1/admin").AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var users = http.RequestServices.GetRequiredService<UserDirectory>();
            if (await users.FindByIdAsync(http.User.GetUserId(), http.RequestAborted) is not { IsPlatformAdministrator: true, DisabledAt: null } user)
                return Problems.NotPermitted("This is for platform administrators.");
            http.Items[_administrator] = user;
            http.Response.Headers.CacheControl = "no-store";
            return await next(context);
        });
        admin.MapPeople();
        admin.MapGet("/projects", (HttpContext http, ProjectCatalog catalog, CancellationToken cancellationToken) =>
            catalog.ListRecordsAsync(http.Administrator(), cancellationToken))
            .NeedsForPlatform(TokenScope.Manage).Gives<ProjectRecord[]>("List every project, archived ones too");
        admin.MapPost("/projects/{slug}/invitations", async (
            string slug, InvitationEndpoints.InvitationBody body, HttpContext http, Invitations invitations, PublicAddress address,
            CancellationToken cancellationToken) =>
            MemberEndpoints.FindRole(body.Role) is { } role
                ? InvitationEndpoints.Answer(
                    http,
                    await invitations.InviteAsync(http.Administrator(), slug, body.Email ?? "", role, address.Get(), QueryDoor.Http, cancellationToken),
                    isNew: true)
                : MemberEndpoints.NoRole())
            .ForPeopleAlone().Gives<InvitationEndpoints.InvitationAnswer>("Invite a person to any project", 201, 400, 404, 409);
        admin.MapGet("/settings", (SettingsInForce settings) => settings.List().Select(SettingLine.Of))
            .NeedsForPlatform(TokenScope.Manage).Gives<SettingLine[]>("List the settings in force; secrets are not shown");
    }

    public static User Administrator(this HttpContext http) => (User)http.Items[_administrator]!;
}
