using DataAgent.Feedback;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Feedback;

internal static class FeedbackEndpoints
{
    public static void MapFeedback(this RouteGroupBuilder project)
    {
        project.MapGet("/feedback", (HttpContext http, FeedbackList list, CancellationToken cancellationToken) =>
            list.ListAsync(http.Member(), cancellationToken))
            .Needs(TokenScope.Read).Gives<FeedbackLine[]>("List what members said of answers, for admins");
        var one = project.MapGroup("/conversations/{id:guid}/runs/{runId:guid}/feedback");
        one.MapGet("", async (Guid id, Guid runId, HttpContext http, FeedbackStore store, CancellationToken cancellationToken) =>
        {
            var own = await store.ListOwnAsync(http.Member(), id, cancellationToken);
            return own.TryGetValue(runId, out var feedback) ? Results.Ok(feedback) : Problems.NotFound("feedback");
        })
            .Needs(TokenScope.Read).Gives<FeedbackView>("Show what the person said of an answer");
        one.MapPut("", GiveAsync)
            .Needs(TokenScope.Ask).Gives<FeedbackView>("Judge an answer", 200, 400, 409);
        one.MapDelete("", async (Guid id, Guid runId, HttpContext http, FeedbackStore store, CancellationToken cancellationToken) =>
            await store.TakeBackAsync(http.Member(), id, runId, QueryDoor.Http, cancellationToken)
                ? Results.NoContent()
                : Problems.NotFound("feedback"))
            .Needs(TokenScope.Ask).GivesNothing("Take the judgement of an answer back");
    }

    private static async Task<IResult> GiveAsync(
        Guid id, Guid runId, FeedbackText body, HttpContext http, FeedbackStore store, CancellationToken cancellationToken)
    {
        if (FeedbackWords.Find(body.Verdict, body.Reasons, body.Comment) is { } draft)
            return Answer(await store.GiveAsync(http.Member(), id, runId, draft, QueryDoor.Http, cancellationToken));
        var reasons = string.Join(", ", FeedbackWords.Reasons);
        return Problems.Invalid($"The verdict is up or down; the reasons of a down are some of: {reasons}.");
    }

    private static IResult Answer(FeedbackOutcome outcome) => outcome switch
    {
        FeedbackOutcome.Kept kept => Results.Ok(kept.Feedback),
        FeedbackOutcome.Invalid invalid => Problems.Invalid(invalid.Errors),
        FeedbackOutcome.TooEarly => Problems.Unfinished(FeedbackOutcome.TooEarly.Advice),
        _ => Problems.NotFound("run"),
    };

    private sealed record FeedbackText(string? Verdict, List<string>? Reasons, string? Comment);
}
