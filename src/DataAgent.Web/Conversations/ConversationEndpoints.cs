using DataAgent.Agent;
using DataAgent.Conversations;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Conversations;

internal static class ConversationEndpoints
{
    public static void MapConversations(this RouteGroupBuilder project)
    {
        var conversations = project.MapGroup("/conversations");
        conversations.MapGet("", (HttpContext http, ConversationStore store, CancellationToken cancellationToken) =>
            store.ListAsync(http.Member(), cancellationToken))
            .Needs(TokenScope.Read).Gives<ConversationSummary[]>("List the person's conversations");
        conversations.MapPost("", async (HttpContext http, ConversationStore store, CancellationToken cancellationToken) =>
        {
            var id = await store.CreateAsync(http.Member(), cancellationToken);
            return TypedResults.Created($"{http.Request.Path}/{id}", new CreatedConversation(id));
        })
            .Needs(TokenScope.Ask).Gives<CreatedConversation>("Begin a conversation", 201);
        conversations.MapGet("/{id:guid}", async (Guid id, HttpContext http, ConversationStore store, CancellationToken cancellationToken) =>
            await store.FindAsync(http.Member(), id, QueryDoor.Http, cancellationToken) is { } view ? Results.Ok(view) : Problems.NotFound("conversation"))
            .Needs(TokenScope.Read).Gives<ConversationView>("Show a conversation with its questions, steps and answers");
        conversations.MapPatch("/{id:guid}", ChangeAsync)
            .Needs(TokenScope.Ask).GivesNothing("Give a conversation another title, or pin it to the top of the list", 400);
        conversations.MapDelete("/{id:guid}", async (Guid id, HttpContext http, ConversationStore store, CancellationToken cancellationToken) =>
            await store.DeleteAsync(http.Member(), id, QueryDoor.Http, cancellationToken) ? Results.NoContent() : Problems.NotFound("conversation"))
            .Needs(TokenScope.Ask).GivesNothing("Delete a conversation");
        conversations.MapPut("/{id:guid}/active-run", ShowVersionAsync)
            .Needs(TokenScope.Ask).GivesNothing("Show another version of a question");
        conversations.MapPost("/{id:guid}/messages", AskAsync)
            .Needs(TokenScope.Ask).GivesFile("Ask a question, and watch it being answered as server-sent events", ["text/event-stream"], 400, 409);
        conversations.MapGet("/{id:guid}/runs/{runId:guid}/events", WatchAsync)
            .Needs(TokenScope.Read).GivesFile("Watch an answer from an event on, as server-sent events", ["text/event-stream"]);
        conversations.MapPost("/{id:guid}/stop", async (Guid id, HttpContext http, RunCoordinator runs, CancellationToken cancellationToken) =>
            await runs.StopAsync(http.Member(), id, cancellationToken) ? Results.NoContent() : Problems.NotFound("running answer"))
            .Needs(TokenScope.Ask).GivesNothing("Stop the answer that is being worked on");
    }

    private static async Task<IResult> ChangeAsync(
        Guid id, Change body, HttpContext http, ConversationStore store, CancellationToken cancellationToken)
    {
        if (body is { Title: null, Pinned: null })
            return Problems.Invalid("Send a title, or pinned as true or false.");
        if (body.Title is { } title && (string.IsNullOrWhiteSpace(title) || title.Length > 200))
            return Problems.Invalid("A title has 1 to 200 characters.");
        var isFound = body.Title is null || await store.RenameAsync(http.Member(), id, body.Title.Trim(), QueryDoor.Http, cancellationToken);
        if (isFound && body.Pinned is { } pinned)
            isFound = await store.PinAsync(http.Member(), id, pinned, cancellationToken);
        return isFound ? Results.NoContent() : Problems.NotFound("conversation");
    }

    private static async Task<IResult> ShowVersionAsync(
        Guid id, ActiveRun body, HttpContext http, ConversationStore store, CancellationToken cancellationToken) =>
        await store.ShowVersionAsync(http.Member(), id, body.RunId, cancellationToken) ? Results.NoContent() : Problems.NotFound("run");

    private static async Task<IResult> AskAsync(Guid id, Question body, HttpContext http, RunCoordinator runs, CancellationToken cancellationToken)
    {
        var member = http.Member();
        var text = body.Text ?? "";
        return await (body.ReplacesRunId is { } replaced
            ? runs.ReplaceAsync(member, id, replaced, text, QueryDoor.Http, cancellationToken)
            : runs.StartAsync(member, id, text, QueryDoor.Http, cancellationToken)) switch
        {
            StartOutcome.Started started => new EventStream(runs.WatchAsync(member, started.RunId, 0, cancellationToken)),
            StartOutcome.Busy busy => Problems.Busy(busy.RunId),
            StartOutcome.Limited limited => Problems.RateLimited(http, limited.RetryAfter, limited.Message),
            StartOutcome.Invalid invalid => Problems.Invalid(invalid.Message),
            _ => Problems.NotFound(body.ReplacesRunId is null ? "conversation" : "run"),
        };
    }

    /// <param name="after">The last event that was seen; a browser's own reconnection sends it as <c>Last-Event-ID</c>.</param>
    private static async Task<IResult> WatchAsync(
        Guid id, Guid runId, long? after, HttpContext http, ConversationStore store, RunCoordinator runs, CancellationToken cancellationToken)
    {
        if (!await store.MayWatchAsync(http.Member(), id, runId, QueryDoor.Http, cancellationToken))
            return Problems.NotFound("run");
        var seen = after ?? (long.TryParse(http.Request.Headers["Last-Event-ID"], out var last) ? last : 0);
        return new EventStream(runs.WatchAsync(http.Member(), runId, seen, cancellationToken));
    }

    private sealed record CreatedConversation(Guid Id);

    /// <summary>What is null stays.</summary>
    private sealed record Change(string? Title, bool? Pinned);

    /// <param name="ReplacesRunId">The question is put in place of this run's; null: it goes on from the end of the active path.</param>
    private sealed record Question(string? Text, Guid? ReplacesRunId);

    private sealed record ActiveRun(Guid RunId);
}
