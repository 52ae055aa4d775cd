using System.Globalization;
using System.Text.Json.Nodes;
using DataAgent.Projects;
using DataAgent.Tokens;
using DataAgent.Visualizations;
using DataAgent.Visualizations.Pictures;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Mvc;

namespace DataAgent.Web.Visualizations;

/// <summary>Charts as figures for the page, and as pictures for everything else.</summary>
internal static class ChartEndpoints
{
    // Drawn from stored rows that never change.
    private const string Caching = "private, max-age=3600";

    public static void MapCharts(this RouteGroupBuilder project)
    {
        project.MapGet("/charts/{id:guid}", async (Guid id, HttpContext http, ChartStore charts, CancellationToken cancellationToken) =>
        {
            if (await charts.FindFigureAsync(http.Member(), id, cancellationToken) is not { } figure)
                return Problems.NotFound("chart");
            http.Response.Headers.CacheControl = Caching;
            return Results.Ok(figure);
        })
            .Needs(TokenScope.Read).Gives<JsonObject>("Show a chart as a Plotly figure");
        project.MapGet("/charts/{id:guid}.png", async (
            Guid id, string? width, string? height, string? theme, HttpContext http, ChartPictures pictures, CancellationToken cancellationToken) =>
        {
            var options = Options(width, height, theme, out var errors);
            if (errors.Count > 0)
                return Problems.Invalid(errors);
            if (await pictures.DrawAsync(http.Member(), id, options, cancellationToken) is not { } png)
                return Problems.NotFound("chart");
            http.Response.Headers.CacheControl = Caching;
            return Results.Bytes(png, "image/png");
        })
            .Needs(TokenScope.Read).GivesFile("Draw a chart as a picture", ["image/png"], 400);

        var result = project.MapGroup("/results/{id:guid}");
        result.MapGet("/figure", async (
            Guid id, [AsParameters] ChartQuery choice, HttpContext http, ChartDesk desk, CancellationToken cancellationToken) =>
        {
            var draft = await desk.DrawAsync(http.Member(), id, choice.Choice, cancellationToken);
            if (draft is not ChartDraft.Ready ready)
                return Refusal(draft);
            http.Response.Headers.CacheControl = Caching;
            return Results.Ok(ready.Figure());
        })
            .Needs(TokenScope.Read).Gives<JsonObject>("Draw a result as a chart of your choice, as a Plotly figure", 200, 400);
        result.MapGet("/figure.png", async (
            Guid id, [AsParameters] ChartQuery choice, string? width, string? height, string? theme, HttpContext http, ChartDesk desk,
            ChartPictures pictures, CancellationToken cancellationToken) =>
        {
            var options = Options(width, height, theme, out var errors);
            if (errors.Count > 0)
                return Problems.Invalid(errors);
            var draft = await desk.DrawAsync(http.Member(), id, choice.Choice, cancellationToken);
            if (draft is not ChartDraft.Ready ready)
                return Refusal(draft);
            http.Response.Headers.CacheControl = Caching;
            return Results.Bytes(await pictures.DrawAsync(ready, options, cancellationToken), "image/png");
        })
            .Needs(TokenScope.Read).GivesFile("Draw a result as a chart of your choice, as a picture", ["image/png"], 400);
    }

    private static IResult Refusal(ChartDraft draft) =>
        draft is ChartDraft.Invalid invalid ? Problems.Invalid(invalid.Errors) : Problems.NotFound("result");

    private static PictureOptions Options(string? width, string? height, string? theme, out IReadOnlyList<FieldError> errors)
    {
        var usual = new PictureOptions();
        var (isKnown, chosen) = theme switch
        {
            null or "light" => (true, PictureTheme.Light),
            "dark" => (true, PictureTheme.Dark),
            _ => (false, PictureTheme.Light),
        };
        var options = new PictureOptions(Pixels(width, usual.Width), Pixels(height, usual.Height), chosen);
        errors = isKnown ? options.Check() : [.. options.Check(), new FieldError("theme", "Choose a theme: light or dark.")];
        return options;
    }

    /// <summary>What is no number is out of bounds, and refused as such.</summary>
    private static int Pixels(string? text, int usual) =>
        text is null ? usual : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) ? pixels : -1;

    private sealed record ChartQuery(
        [FromQuery(Name = "chart_type")] string? ChartType, [FromQuery(Name = "x_column")] string? XColumn,
        [FromQuery(Name = "y_column")] string? YColumn, [FromQuery(Name = "color_column")] string? ColorColumn,
        [FromQuery(Name = "group_column")] string? GroupColumn, string? Title, [FromQuery(Name = "x_label")] string? XLabel,
        [FromQuery(Name = "y_label")] string? YLabel)
    {
        public ChartChoice Choice => new(ChartType, XColumn, YColumn, ColorColumn, GroupColumn, Title, XLabel, YLabel);
    }
}
