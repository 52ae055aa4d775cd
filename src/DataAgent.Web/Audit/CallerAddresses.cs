using DataAgent.Audit;
using Microsoft.AspNetCore.SignalR;

namespace DataAgent.Web.Audit;

/// <summary>Tells the audit log where requests come from: those of HTTP, and what people do on a page that is open.</summary>
internal static class CallerAddresses
{
    public static IApplicationBuilder UseCallerAddress(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        CallerAddress.Set(context.Connection.RemoteIpAddress);
        return next(context);
    });

    /// <summary>Each click comes as a message of the page's connection, which may outlive the request that opened it.</summary>
    internal sealed class OfPages : IHubFilter
    {
        public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
        {
            CallerAddress.Set(invocation.Context.GetHttpContext()?.Connection.RemoteIpAddress);
            return next(invocation);
        }
    }
}
