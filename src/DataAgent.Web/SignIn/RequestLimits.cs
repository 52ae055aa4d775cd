using DataAgent.Limits;
using DataAgent.Telemetry;
using DataAgent.Web.Shell;

namespace DataAgent.Web.SignIn;

/// <summary>Stops a person's programs, and their page's own requests, when they ask the HTTP API more often than they may.</summary>
internal static class RequestLimits
{
    public static IApplicationBuilder UseRequestLimits(this IApplicationBuilder app)
    {
        var limit = app.ApplicationServices.GetRequiredService<RequestLimit>();
        return app.Use(async (http, next) =>
        {
            if (http.Request.Path.StartsWithSegments("/api/v1") && http.User.GetUserId() is var userId && userId != Guid.Empty
                && await limit.TakeAsync(userId, http.RequestAborted) is { } wait)
            {
                Meters.LimitMet("requests");
                await Problems.RateLimited(http, wait, "You send more requests than one person may in a minute. Go on when this minute is over.")
                    .ExecuteAsync(http);
            }
            else
            {
                await next(http);
            }
        });
    }
}
