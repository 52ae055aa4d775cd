using DataAgent.Operations;
using DataAgent.Tokens;
using DataAgent.Users;
using DataAgent.Web.Shell;
using DataAgent.Web.SignIn;

namespace DataAgent.Web.Operations;

internal static class OperationsEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/operations", async (HttpContext http, OperationsStore operations, UserDirectory users, CancellationToken cancellationToken) =>
            await operations.FindAsync(await users.FindByIdAsync(http.User.GetUserId(), cancellationToken), cancellationToken) is { } report
                ? Results.Ok(report)
                : Problems.NotPermitted("Only a platform administrator sees how the platform fares."))
            .NeedsForPlatform(TokenScope.Manage).Gives<OperationsReport>("Tell how the platform fares", 200);
}
