using DataAgent.Agent.Prompts;
using DataAgent.Tokens;
using DataAgent.Web.Dictionary;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Projects;

/// <summary>What the project's model is sent, for its admins.</summary>
internal static class PromptEndpoints
{
    public static void MapPrompt(this RouteGroupBuilder project) =>
        project.MapGet("/prompt", (HttpContext http, PromptInspector inspector, CancellationToken cancellationToken) => DatabaseTrouble.AnswerAsync(async () =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return await inspector.ShowAsync(http.Member(), cancellationToken) switch
            {
                PromptOutcome.Shown(var prompt) => Results.Ok(prompt),
                PromptOutcome.Forbidden no => Problems.NotPermitted(no.Message),
                var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
            };
        }))
            .Needs(TokenScope.Read).Gives<SentPrompt>("Show what the project's model is sent", 200, 503);
}
