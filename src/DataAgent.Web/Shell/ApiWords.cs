using System.Diagnostics.CodeAnalysis;

namespace DataAgent.Web.Shell;

/// <summary>What /openapi/v1.json says of an endpoint, beside the endpoint.</summary>
internal static class ApiWords
{
    /// <param name="summary">One line in the imperative.</param>
    /// <typeparam name="T">What the answer holds when all went well.</typeparam>
    public static RouteHandlerBuilder Gives<T>(
        this RouteHandlerBuilder endpoint, [ConstantExpected] string summary,
        int status = StatusCodes.Status200OK, params ReadOnlySpan<int> failures) =>
        endpoint.WithSummary(summary).Produces<T>(status).Fails(failures);

    /// <summary>The same for an endpoint that has nothing to say when all went well.</summary>
    public static RouteHandlerBuilder GivesNothing(
        this RouteHandlerBuilder endpoint, [ConstantExpected] string summary, params ReadOnlySpan<int> failures) =>
        endpoint.WithSummary(summary).Produces(StatusCodes.Status204NoContent).Fails(failures);

    /// <summary>The same for files and streams.</summary>
    public static RouteHandlerBuilder GivesFile(
        this RouteHandlerBuilder endpoint, [ConstantExpected] string summary, string[] types, params ReadOnlySpan<int> failures) =>
        endpoint.WithSummary(summary).Produces<Stream>(StatusCodes.Status200OK, types[0], types[1..]).Fails(failures);

    /// <summary>For an endpoint that reads its body by hand: an object with some of these, by their names.</summary>
    public static RouteHandlerBuilder TakesSome<T>(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new SomeOf(typeof(T)));

    private static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint, ReadOnlySpan<int> failures)
    {
        foreach (var status in failures)
            endpoint.ProducesProblem(status);
        return endpoint.ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
    }
}

/// <summary>The body is an object with some properties of this type.</summary>
internal sealed record SomeOf(Type Type);
