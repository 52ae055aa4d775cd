using DataAgent.Visualizations;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;

namespace DataAgent.Web.Visualizations;

internal static class ChartEndpoints
{
    public static void MapCharts(this RouteGroupBuilder project) =>
        project.MapGet("/charts/{id:guid}", async (Guid id, HttpContext http, ChartStore charts, CancellationToken cancellationToken) =>
        {
            if (await charts.FindFigureAsync(http.Member(), id, cancellationToken) is not { } figure)
                return Problems.NotFound("chart");
            http.Response.Headers.CacheControl = "private, max-age=3600";
            return Results.Ok(figure);
        });
}
