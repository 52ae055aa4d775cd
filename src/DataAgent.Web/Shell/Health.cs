using DataAgent.Data;
using DataAgent.SqlGuard;
using Npgsql;

namespace DataAgent.Web.Shell;

internal static class Health
{
    /// <summary>
    /// <c>/healthz</c>: the process is alive. <c>/readyz</c>: it can answer questions; not when it stops, so that a balancer sends it no more, nor when our
    /// database is away or of another version than this program.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => "alive").AllowAnonymous();
        app.MapGet("/readyz", async (PlatformMigrator database, Guard guard, IHostApplicationLifetime life, CancellationToken cancellationToken) =>
        {
            if (life.ApplicationStopping.IsCancellationRequested)
                return NotReady("This process stops.");
            try
            {
                if (!await database.IsCurrentAsync(cancellationToken))
                    return NotReady("The platform's database is of an older version. Run dataagent migrate.");
                guard.WarmUp();
                return Results.Text("ready");
            }
            catch (PlatformStartException)
            {
                return NotReady("The platform's database is of a newer version.");
            }
            catch (NpgsqlException)
            {
                return NotReady("The platform's database does not answer.");
            }
        }).AllowAnonymous();
    }

    private static IResult NotReady(string why) => Results.Text(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}
