using DataAgent.Data;
using DataAgent.SqlGuard;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Web.Shell;

internal static class Health
{
    /// <summary><c>/healthz</c>: the process is alive. <c>/readyz</c>: it can answer questions.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => "alive").AllowAnonymous();
        app.MapGet("/readyz", async (IDbContextFactory<PlatformDbContext> database, Guard guard, CancellationToken cancellationToken) =>
        {
            try
            {
                await using var db = await database.CreateDbContextAsync(cancellationToken);
                await db.Projects.AnyAsync(cancellationToken);
                guard.WarmUp();
                return Results.Text("ready");
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
            {
                return Results.Text("The platform's database does not answer.", statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        }).AllowAnonymous();
    }
}
