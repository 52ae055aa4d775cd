namespace DataAgent.Web.Shell;

/// <summary>Refuses requests that change something when a page of another site sent them with our person's cookie.</summary>
/// <remarks>
/// Browsers say where a request comes from and scripts cannot change it: <c>Sec-Fetch-Site</c> on trustworthy origins, <c>Origin</c> on every
/// POST. A program that is no browser sends neither, and holds no cookie by accident.
/// </remarks>
internal static class SameOrigin
{
    public static IApplicationBuilder UseSameOrigin(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (IsUnsafe(context.Request) && !IsOurs(context.Request))
            await Problems.CrossSite().ExecuteAsync(context);
        else
            await next(context);
    });

    private static bool IsUnsafe(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || HttpMethods.IsTrace(request.Method));

    private static bool IsOurs(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site is "same-origin" or "none";
        return request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
