using System.Text.Json;
using Anthropic.Exceptions;

namespace DataAgent.Agent.Providers;

/// <summary>Which of the failures it is that Anthropic reports.</summary>
internal static class AnthropicFailure
{
    /// <returns>Null: not a failure of the provider, but a bug.</returns>
    public static ModelFailureException? From(Exception exception, ModelEndpoint endpoint, TimeSpan? retryAfter) => exception switch
    {
        ModelFailureException ours => ours,
        AnthropicApiException api => Api(api, endpoint, retryAfter),
        AnthropicSseException stream => ByType(stream.Type?.Raw() ?? "", stream) ?? ModelFailures.NotAccepted(stream),
        AnthropicIOException { InnerException: { } inner } => ModelFailures.OfConnection(inner, endpoint) ?? ModelFailures.Unreadable(exception),
        AnthropicInvalidDataException or JsonException => ModelFailures.Unreadable(exception),
        _ => ModelFailures.OfConnection(exception, endpoint),
    };

    private static ModelFailureException Api(AnthropicApiException e, ModelEndpoint endpoint, TimeSpan? retryAfter)
    {
        var status = (int)e.StatusCode;
        var body = e.ResponseBody ?? "";
        return status switch
        {
            401 or 403 => ModelFailures.RefusedKey(endpoint, e),
            402 => ModelFailures.NoCredit(e),
            400 or 429 when Has(body, "credit balance") || Has(body, "spend_limit") || Has(body, "spend limit") => ModelFailures.NoCredit(e),
            404 when !Has(body, "model") => ModelFailures.NotFound(endpoint, e),
            404 => ModelFailures.NoModel(endpoint, e),
            >= 300 and < 400 or 405 => ModelFailures.NoModelServer(endpoint, e),
            413 => ModelFailures.TooLong(e),
            400 when Has(body, "prompt is too long") || Has(body, "context window") => ModelFailures.TooLong(e),
            400 when Has(body, "content filtering") => ModelFailures.Declined(e),
            429 => ModelFailures.SlowDown(e, retryAfter),
            503 or 529 => ModelFailures.Overloaded(e, retryAfter),
            408 or 409 or >= 500 => ModelFailures.Trouble(e, retryAfter),
            _ => ModelFailures.NotAccepted(e),
        };
    }

    private static ModelFailureException? ByType(string type, Exception e) => type switch
    {
        "overloaded_error" => ModelFailures.Overloaded(e),
        "rate_limit_error" => ModelFailures.SlowDown(e),
        "api_error" or "timeout_error" => ModelFailures.Trouble(e),
        _ => null,
    };

    private static bool Has(string body, string words) => body.Contains(words, StringComparison.OrdinalIgnoreCase);
}
