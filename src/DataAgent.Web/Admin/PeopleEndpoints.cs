using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Users;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Admin;

/// <summary>Everybody who may sign in. What makes a sign-in, or an administrator, is for people alone.</summary>
internal static class PeopleEndpoints
{
    public static void MapPeople(this RouteGroupBuilder admin)
    {
        var people = admin.MapGroup("/people");
        people.MapGet("/", (string? text, string? after, HttpContext http, People list, CancellationToken cancellationToken) =>
            list.ListAsync(http.Administrator(), text, after, cancellationToken))
            .NeedsForPlatform(TokenScope.Manage).Gives<PeopleListing>("List people by e-mail address, a page at a time");
        people.MapPost("/", AddAsync).ForPeopleAlone().Gives<LinkAnswer>("Add a person and bring them a link to set a password", 201, 400);
        people.MapPost("/{id:guid}/disable", async (Guid id, HttpContext http, People list, CancellationToken cancellationToken) =>
            Answer(await list.DisableAsync(http.Administrator(), id, QueryDoor.Http, cancellationToken)))
            .NeedsForPlatform(TokenScope.Manage).GivesNothing("Keep a person from signing in", 404, 409);
        people.MapPost("/{id:guid}/enable", async (Guid id, HttpContext http, People list, CancellationToken cancellationToken) =>
            Answer(await list.EnableAsync(http.Administrator(), id, QueryDoor.Http, cancellationToken)))
            .ForPeopleAlone().GivesNothing("Let a disabled person sign in again", 404);
        people.MapPut("/{id:guid}/administrator", async (Guid id, HttpContext http, People list, CancellationToken cancellationToken) =>
            Answer(await list.SetAdministratorAsync(http.Administrator(), id, true, QueryDoor.Http, cancellationToken)))
            .ForPeopleAlone().GivesNothing("Make a person a platform administrator", 404);
        people.MapDelete("/{id:guid}/administrator", async (Guid id, HttpContext http, People list, CancellationToken cancellationToken) =>
            Answer(await list.SetAdministratorAsync(http.Administrator(), id, false, QueryDoor.Http, cancellationToken)))
            .ForPeopleAlone().GivesNothing("Make a platform administrator an ordinary person", 404, 409);
        people.MapPost("/{id:guid}/reset-link", async (
            Guid id, HttpContext http, AccountLinks links, PublicAddress address, CancellationToken cancellationToken) =>
            await links.ResetAsync(http.Administrator(), id, address.Get(), QueryDoor.Http, cancellationToken) is AccountLinkOutcome.Made made
                ? Results.Ok(LinkAnswer.Of(made))
                : Problems.NotFound("active person"))
            .ForPeopleAlone().Gives<LinkAnswer>("Make a link with which a person sets a password", 200, 404);
        people.MapPost("/{id:guid}/sign-out-everywhere", async (Guid id, HttpContext http, People list, CancellationToken cancellationToken) =>
            Answer(await list.SignOutAsync(http.Administrator(), id, QueryDoor.Http, cancellationToken)))
            .NeedsForPlatform(TokenScope.Manage).GivesNothing("End every sign-in of a person", 404);
    }

    private static async Task<IResult> AddAsync(
        PersonBody body, HttpContext http, UserDirectory users, AccountLinks links, PublicAddress address, CancellationToken cancellationToken)
    {
        var actor = http.Administrator();
        return await users.AddAsync(actor, body.Email ?? "", body.Name ?? "", body.IsAdministrator, QueryDoor.Http, cancellationToken) switch
        {
            UserOutcome.Saved { User: var user } =>
                Results.Created((string?)null, LinkAnswer.Of(await links.InviteAsync(actor, user, address.Get(), QueryDoor.Http, cancellationToken))),
            UserOutcome.Invalid invalid => Problems.Invalid(invalid.Errors),
            _ => Problems.NotPermitted("This is for platform administrators."),
        };
    }

    private static IResult Answer(UserOutcome outcome) => outcome switch
    {
        UserOutcome.Saved => Results.NoContent(),
        UserOutcome.Refused { IsConflict: true } refused => Problems.Conflict("last_administrator", refused.Message),
        _ => Problems.NotFound("person"),
    };

    private sealed record PersonBody(string? Email, string? Name, bool IsAdministrator);

    /// <param name="Url">The link, where no mail went out; told this once.</param>
    /// <param name="MailProblem">Why the mail server did not take the mail.</param>
    private sealed record LinkAnswer(Guid Id, string Email, string? Url, string? MailProblem)
    {
        public static LinkAnswer Of(AccountLinkOutcome.Made made) => new(made.User.Id, made.User.Email, made.Link, made.MailProblem);
    }
}
