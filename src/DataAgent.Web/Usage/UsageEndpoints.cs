using DataAgent.Tokens;
using DataAgent.Usage;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Usage;

internal static class UsageEndpoints
{
    private const int MaxDays = 3660;

    public static void MapUsage(this RouteGroupBuilder project) => project.MapGet("/usage", async (
        HttpContext http, UsageStore usage, TimeProvider clock, string? by, int? days, CancellationToken cancellationToken) =>
    {
        var word = UsageBy.Day;
        if (by is not null && (!Enum.TryParse(by, ignoreCase: true, out word) || !Enum.IsDefined(word) || int.TryParse(by, out _)))
            return Problems.Invalid("by is day, person, model or conversation.");
        if (days is < 1 or > MaxDays)
            return Problems.Invalid($"days is a number from 1 to {MaxDays}.");
        return Results.Ok(await usage.ReadAsync(http.Member(), UsageFilter.LastDays(days ?? 30, clock.GetUtcNow(), word), cancellationToken));
    })
            .Needs(TokenScope.Read).Gives<UsageReport>("Show what models took", 200, 400);
}
