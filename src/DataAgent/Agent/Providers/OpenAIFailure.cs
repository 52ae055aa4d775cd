using System.ClientModel;
using System.Text.Json;

namespace DataAgent.Agent.Providers;

/// <summary>An error that came as a part of the stream.</summary>
/// <param name="body">The whole error object; not for people.</param>
internal sealed class StreamErrorException(string body, int status) : Exception("The provider sent an error in its stream.")
{
    public string Body => body;

    /// <summary>The HTTP status that the error would have had.</summary>
    public int Status => status;
}

/// <summary>Which of the failures it is that OpenAI reports, and servers like it, each in words of its own.</summary>
internal static class OpenAIFailure
{
    /// <returns>Null: not a failure of the provider, but a bug.</returns>
    public static ModelFailureException? From(Exception exception, ModelEndpoint endpoint, TimeSpan? retryAfter) => exception switch
    {
        ModelFailureException ours => ours,
        ClientResultException { Status: 0, InnerException: { } inner } => From(inner, endpoint, retryAfter),
        AggregateException { InnerException: { } inner } => From(inner, endpoint, retryAfter),
        ClientResultException api => Of(api.Status, Body(api), api, endpoint, retryAfter),
        StreamErrorException error => Of(error.Status, error.Body, error, endpoint, retryAfter: null),
        // The SDK meets what it does not expect with exceptions of the language.
        JsonException or FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException => ModelFailures.Unreadable(exception),
        _ => ModelFailures.OfConnection(exception, endpoint),
    };

    /// <summary>The server does not know the name that older servers have for the longest answer.</summary>
    public static bool IsOfLimitName(Exception exception) =>
        exception is ClientResultException { Status: 400 or 422 } e && Body(e) is var body
        && Has(body, "max_tokens") && Has(body, "max_completion_tokens") && Has(body, "instead");

    private static ModelFailureException Of(int status, string body, Exception e, ModelEndpoint endpoint, TimeSpan? retryAfter) => status switch
    {
        402 => ModelFailures.NoCredit(e),
        400 or 403 or 429 when IsOfCredit(body) => ModelFailures.NoCredit(e),
        400 or 403 or 404 when IsOfModel(body) => ModelFailures.NoModel(endpoint, e),
        401 or 403 => ModelFailures.RefusedKey(endpoint, e),
        404 => ModelFailures.NotFound(endpoint, e),
        >= 300 and < 400 or 405 => ModelFailures.NoModelServer(endpoint, e),
        400 or 422 when Has(body, "content_filter", "content_policy", "content management policy", "invalid_prompt") => ModelFailures.Declined(e),
        400 or 422 or 501 when Has(body, "support tool", "support function", "tool use", "tool choice requires") => ModelFailures.NoTools(endpoint, e),
        400 or 422 when Has(body, "max_tokens", "max_completion_tokens") && !Has(body, "context_length_exceeded") => ModelFailures.TooMuchAsked(e),
        413 => ModelFailures.TooLong(e),
        400 or 422 or 500 when IsOfLength(body) => ModelFailures.TooLong(e),
        429 when Has(body, "request too large") => ModelFailures.TooLong(e),
        429 => ModelFailures.SlowDown(e, retryAfter),
        503 or 529 => ModelFailures.Overloaded(e, retryAfter),
        408 or 409 or >= 500 => ModelFailures.Trouble(e, retryAfter),
        _ => ModelFailures.NotAccepted(e),
    };

    private static bool IsOfCredit(string body) => Has(body, "insufficient_quota", "billing", "credit balance", "insufficient balance", "spend limit");

    private static bool IsOfModel(string body) =>
        Has(body, "model_not_found", "invalid model", "unknown model", "not a valid model")
        || (Has(body, "model") && Has(body, "does not exist", "not found", "no longer available", "deprecated", "not supported for"));

    private static bool IsOfLength(string body) =>
        Has(body, "context_length_exceeded", "context length", "context window", "context size", "prompt is too long", "string_above_max_length");

    private static string Body(ClientResultException e) => e.GetRawResponse() is { } response ? response.Content.ToString() : "";

    private static bool Has(string body, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (body.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
