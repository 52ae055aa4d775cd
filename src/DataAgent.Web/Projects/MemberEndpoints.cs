using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Projects;

/// <summary>Who belongs to the project. Every member sees the list; admins change it.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this RouteGroupBuilder project)
    {
        var members = project.MapGroup("/members");
        members.MapGet("/", (HttpContext http, MemberList list, CancellationToken cancellationToken) => list.ListAsync(http.Member(), cancellationToken))
            .Needs(TokenScope.Read).Gives<MemberLine[]>("List the members");
        members.MapPost("/", async (MemberBody body, HttpContext http, MemberList list, CancellationToken cancellationToken) =>
        {
            if (FindRole(body.Role) is not { } role)
                return NoRole();
            var outcome = await list.AddAsync(http.Member(), body.Email ?? "", role, QueryDoor.Http, cancellationToken);
            return outcome is MemberOutcome.Refused refused
                ? Refusal(refused)
                : Results.Created((string?)null, await FindAsync(list, http.Member(), m => m.Email == Users.UserDirectory.Normalize(body.Email!), cancellationToken));
        })
            .Needs(TokenScope.Manage).Gives<MemberLine>("Add a person to the project", 201, 400, 409);
        members.MapPatch("/{id:guid}", async (Guid id, MemberBody body, HttpContext http, MemberList list, CancellationToken cancellationToken) =>
        {
            if (FindRole(body.Role) is not { } role)
                return NoRole();
            var outcome = await list.ChangeRoleAsync(http.Member(), id, role, QueryDoor.Http, cancellationToken);
            return outcome is MemberOutcome.Refused refused
                ? Refusal(refused)
                : Results.Ok(await FindAsync(list, http.Member(), m => m.UserId == id, cancellationToken));
        })
            .Needs(TokenScope.Manage).Gives<MemberLine>("Give a member another role", 200, 400, 409);
        members.MapDelete("/{id:guid}", async (Guid id, HttpContext http, MemberList list, CancellationToken cancellationToken) =>
            await list.RemoveAsync(http.Member(), id, QueryDoor.Http, cancellationToken) is MemberOutcome.Refused refused ? Refusal(refused) : Results.NoContent())
            .Needs(TokenScope.Manage).GivesNothing("Take a person out of the project", 409);
    }

    private static async Task<MemberLine?> FindAsync(MemberList list, Member member, Func<MemberLine, bool> isIt, CancellationToken cancellationToken) =>
        (await list.ListAsync(member, cancellationToken)).FirstOrDefault(isIt);

    internal static Role? FindRole(string? word) =>
        Enum.GetValues<Role>().Where(role => role.Word() == word).Select(role => (Role?)role).FirstOrDefault();

    internal static IResult NoRole() =>
        Problems.Invalid([new("role", $"Choose one of {string.Join(", ", Enum.GetValues<Role>().Select(role => role.Word()))}.")]);

    private static IResult Refusal(MemberOutcome.Refused refused) => refused.Fault switch
    {
        MemberFault.NotPermitted => Problems.NotPermitted(refused.Message),
        MemberFault.NoSuchMember => Problems.NotFound("member"),
        MemberFault.NoSuchUser => Problems.Invalid([new("email", refused.Message)]),
        MemberFault.IsMember => Problems.Conflict("is_member", refused.Message),
        MemberFault.LastAdmin => Problems.Conflict("last_admin", refused.Message),
        _ => throw new InvalidOperationException($"Unknown fault {refused.Fault}."),
    };

    private sealed record MemberBody(string? Email, string? Role);
}
