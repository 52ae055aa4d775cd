using System.Text.Json;
using Anthropic.Exceptions;

namespace DataAgent.Agent.Providers;

/// <summary>What Anthropic's failures mean to a person. Bodies may hold parts of the request, so none of their text is shown.</summary>
internal static class AnthropicFailure
{
    private const string Suggestion = "claude-sonnet-5-5";

    /// <returns>Null: not a failure of the provider, but a bug.</returns>
    public static ModelFailureException? From(Exception exception, string model, TimeSpan? retryAfter) => exception switch
    {
        AnthropicApiException api => Api(api, model, retryAfter),
        AnthropicSseException stream => ByType(stream.Type?.Raw() ?? "", stream) ?? Refused(stream),
        SilentStreamException silent => ModelFailureException.Passing(silent.Message, silent),
        AnthropicIOException or HttpRequestException => ModelFailureException.Passing("The provider cannot be reached.", exception),
        IOException => ModelFailureException.Passing("The connection to the provider broke.", exception),
        AnthropicInvalidDataException or JsonException => ModelFailureException.Passing("The provider sent something unreadable.", exception),
        OperationCanceledException or TimeoutException => ModelFailureException.Passing("The provider took too long.", exception),
        _ => null,
    };

    private static ModelFailureException Api(AnthropicApiException e, string model, TimeSpan? retryAfter)
    {
        var status = (int)e.StatusCode;
        var body = e.ResponseBody ?? "";
        return status switch
        {
            401 or 403 => ModelFailureException.Lasting(
                "The provider refused the API key.", "Ask an admin to set ANTHROPIC_API_KEY / the project's key.", e),
            402 => NoCredit(e),
            400 or 429 when Has(body, "credit balance") || Has(body, "spend_limit") || Has(body, "spend limit") => NoCredit(e),
            404 when !Has(body, "model") => ModelFailureException.Lasting(
                "The provider's address answers with 'not found'.", "Ask an admin to check Agent:Anthropic:BaseUrl.", e),
            404 => ModelFailureException.Lasting(
                $"Model {model} is not available at the provider (it may be retired).",
                model == Suggestion ? "Choose another in the project's settings." : $"Choose another, e.g. {Suggestion}.",
                e),
            413 => TooLong(e),
            400 when Has(body, "prompt is too long") || Has(body, "context window") => TooLong(e),
            429 => Wait(ModelFailureException.Passing("The provider asks to slow down.", e), retryAfter),
            529 => Wait(ModelFailureException.Passing("The provider is overloaded.", e), retryAfter),
            408 or 409 or >= 500 => Wait(ModelFailureException.Passing("The provider has trouble.", e), retryAfter),
            _ => Refused(e),
        };
    }

    private static ModelFailureException? ByType(string type, Exception e) => type switch
    {
        "overloaded_error" => ModelFailureException.Passing("The provider is overloaded.", e),
        "rate_limit_error" => ModelFailureException.Passing("The provider asks to slow down.", e),
        "api_error" or "timeout_error" => ModelFailureException.Passing("The provider has trouble.", e),
        _ => null,
    };

    private static ModelFailureException Wait(ModelFailureException failure, TimeSpan? retryAfter) =>
        new(failure.Reason, "Ask again in a minute.", isPassing: true, failure.InnerException) { RetryAfter = retryAfter };

    private static ModelFailureException NoCredit(Exception e) => ModelFailureException.Lasting(
        "The account at the provider has no credit left, or its spending limit is reached.", "Ask an admin to top it up, or choose the offline analyst.", e);

    private static ModelFailureException TooLong(Exception e) => ModelFailureException.Lasting(
        "This conversation has grown too long for the model.", "Start a new one and ask there.", e);

    private static ModelFailureException Refused(Exception e) => ModelFailureException.Lasting(
        "The provider did not accept the request.", "Try another model in the project's settings; the server's log has the details.", e);

    private static bool Has(string body, string words) => body.Contains(words, StringComparison.OrdinalIgnoreCase);
}
