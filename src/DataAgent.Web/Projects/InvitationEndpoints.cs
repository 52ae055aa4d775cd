using DataAgent.Projects;
using DataAgent.Projects.Members;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Projects;

/// <summary>Who is invited to the project, for its admins.</summary>
internal static class InvitationEndpoints
{
    public static void MapInvitations(this RouteGroupBuilder project)
    {
        var group = project.MapGroup("/invitations");
        group.MapGet("/", async (HttpContext http, Invitations invitations, CancellationToken cancellationToken) => http.Member().Role == Role.Admin
            ? Results.Ok(await invitations.ListAsync(http.Member(), cancellationToken))
            : Problems.NotPermitted("Only an admin of the project sees who is invited."))
            .Needs(TokenScope.Manage).Gives<InvitationLine[]>("List who is invited and has not accepted yet");
        group.MapPost("/", async (
            InvitationBody body, HttpContext http, Invitations invitations, PublicAddress address, CancellationToken cancellationToken) =>
            MemberEndpoints.FindRole(body.Role) is { } role
                ? Answer(
                    http, await invitations.InviteAsync(http.Member(), body.Email ?? "", role, address.Get(), QueryDoor.Http, cancellationToken), isNew: true)
                : MemberEndpoints.NoRole())
            .Needs(TokenScope.Manage).Gives<InvitationAnswer>("Invite a person by e-mail address", 201, 400, 409);
        group.MapPost("/{id:guid}/resend", async (
            Guid id, HttpContext http, Invitations invitations, PublicAddress address, CancellationToken cancellationToken) =>
            Answer(http, await invitations.ResendAsync(http.Member(), id, address.Get(), QueryDoor.Http, cancellationToken)))
            .Needs(TokenScope.Manage).Gives<InvitationAnswer>("Send an invitation again, with a new link");
        group.MapPatch("/{id:guid}", async (Guid id, RoleBody body, HttpContext http, Invitations invitations, CancellationToken cancellationToken) =>
            MemberEndpoints.FindRole(body.Role) is { } role
                ? Answer(http, await invitations.ChangeRoleAsync(http.Member(), id, role, QueryDoor.Http, cancellationToken))
                : MemberEndpoints.NoRole())
            .Needs(TokenScope.Manage).Gives<InvitationLine>("Give an invited person another role", 200, 400);
        group.MapDelete("/{id:guid}", async (Guid id, HttpContext http, Invitations invitations, CancellationToken cancellationToken) =>
            await invitations.RevokeAsync(http.Member(), id, QueryDoor.Http, cancellationToken) is InvitationOutcome.Refused refused
                ? Refusal(http, refused)
                : Results.NoContent())
            .Needs(TokenScope.Manage).GivesNothing("Take an invitation back");
    }

    internal static IResult Answer(HttpContext http, InvitationOutcome outcome, bool isNew = false)
    {
        http.Response.Headers.CacheControl = "no-store";
        return outcome switch
        {
            // A link makes a sign-in, and no token makes one.
            InvitationOutcome.Sent(var line, var link, var problem) when
                new InvitationAnswer(line, http.Bearer() is null ? link : null, problem) is var answer =>
                isNew ? Results.Created((string?)null, answer) : Results.Ok(answer),
            InvitationOutcome.Saved(var line) => Results.Ok(line),
            InvitationOutcome.Refused refused => Refusal(http, refused),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
        };
    }

    private static IResult Refusal(HttpContext http, InvitationOutcome.Refused refused) => refused.Fault switch
    {
        InvitationFault.NotPermitted => Problems.NotPermitted(refused.Message),
        InvitationFault.NoSuchProject => Problems.NotFound("project"),
        InvitationFault.NoSuchInvitation => Problems.NotFound("invitation"),
        InvitationFault.NoAddress => Problems.Invalid([new("email", refused.Message)]),
        InvitationFault.IsMember => Problems.Conflict("is_member", refused.Message),
        InvitationFault.IsInvited => Problems.Conflict("is_invited", refused.Message),
        InvitationFault.IsDisabled => Problems.Conflict("is_disabled", refused.Message),
        InvitationFault.TooMany => Problems.Conflict("too_many", refused.Message),
        InvitationFault.TooSoon => Problems.RateLimited(http, refused.Wait, refused.Message),
        _ => throw new InvalidOperationException($"Unknown fault {refused.Fault}."),
    };

    internal sealed record InvitationBody(string? Email, string? Role);

    private sealed record RoleBody(string? Role);

    /// <param name="Url">The link, where no mail went out; told this once, and to no token.</param>
    /// <param name="MailProblem">Why the mail server did not take the mail.</param>
    internal sealed record InvitationAnswer(InvitationLine Invitation, string? Url, string? MailProblem);
}
