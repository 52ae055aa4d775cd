using DataAgent.Agent;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Projects;

/// <summary>The project's model, tried out. A model that fails is a result, with a sentence, and no failure of the request.</summary>
internal static class ModelEndpoints
{
    public static void MapModel(this RouteGroupBuilder project) =>
        project.MapPost("/model/test", async (HttpContext http, ModelTest test, CancellationToken cancellationToken) =>
            await test.RunAsync(http.Member(), QueryDoor.Http, cancellationToken) switch
            {
                ModelTestOutcome.Tested(var report) => Results.Ok(report),
                ModelTestOutcome.Forbidden no => Problems.NotPermitted(no.Message),
                ModelTestOutcome.NoModel none => Problems.Invalid(none.Message),
                var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
            })
            .Needs(TokenScope.Manage).Gives<ModelReport>("Try out the project's model", 200, 400);
}
