using System.Threading.RateLimiting;
using DataAgent.Telemetry;

namespace DataAgent.Web.SignIn;

/// <summary>So that one machine cannot try many accounts with a few passwords each, nor keep us busy with hashing.</summary>
internal static class GuessLimit
{
    private const int AttemptsAMinute = 60;

    private static readonly string[] Pages = ["/sign-in", PasskeyEndpoints.SignInPath, "/forgot-password", "/reset-password", "/invitation"];

    public static IServiceCollection AddGuessLimit(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => IsAttempt(http.Request)
            ? RateLimitPartition.GetFixedWindowLimiter(
                http.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = AttemptsAMinute, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter(""));
        options.OnRejected = (rejected, _) =>
        {
            Meters.LimitMet("attempts");
            rejected.HttpContext.Response.Redirect(ReturnPath.SignIn(problem: SignInProblem.Busy));
            return ValueTask.CompletedTask;
        };
    });

    private static bool IsAttempt(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && Pages.Contains(request.Path.Value, StringComparer.OrdinalIgnoreCase);
}
