namespace DataAgent.Agent.Providers;

/// <summary>What providers' failures mean to a person: the same sentences whichever provider failed.</summary>
/// <remarks>Bodies of errors may hold parts of the request, so none of their text is shown.</remarks>
internal static class ModelFailures
{
    private const string Again = "Ask again in a minute.";

    public static ModelFailureException NoKey(ModelEndpoint endpoint) => ModelFailureException.Lasting(
        $"No API key for {endpoint.Platform.Provider} is set.",
        endpoint.IsOfProject
            ? "The project has an address of its own for the model, so it needs a key of its own: an admin of the project can enter one."
            : $"Set {endpoint.Platform.KeyName} and restart, enter a key for the project, or choose the offline analyst.");

    public static ModelFailureException RefusedKey(ModelEndpoint endpoint, Exception e) => endpoint.KeyOwner switch
    {
        KeyOwner.Project => ModelFailureException.Lasting("The provider refused the project's API key.", "Ask an admin of the project to enter another.", e),
        KeyOwner.Platform => ModelFailureException.Lasting(
            "The provider refused the platform's API key.", $"Ask whoever runs this platform to check {endpoint.Platform.KeyName}.", e),
        _ => ModelFailureException.Lasting("The provider asks for an API key, and there is none.", "Ask an admin of the project to enter one.", e),
    };

    public static ModelFailureException NoCredit(Exception e) => ModelFailureException.Lasting(
        "The account at the provider has no credit left, or its spending limit is reached.", "Ask an admin to top it up, or choose the offline analyst.", e);

    public static ModelFailureException NoModel(ModelEndpoint endpoint, Exception e) => ModelFailureException.Lasting(
        $"Model {endpoint.Model} is not available at the provider (it may be retired).",
        endpoint.Platform.Suggestion is { } other && other != endpoint.Model ? $"Choose another, e.g. {other}." : "Choose another in the project's settings.",
        e);

    public static ModelFailureException NoTools(ModelEndpoint endpoint, Exception e) => ModelFailureException.Lasting(
        $"Model {endpoint.Model} cannot call tools, so it cannot look into the database.", "Choose another in the project's settings.", e);

    public static ModelFailureException NotFound(ModelEndpoint endpoint, Exception e) =>
        ModelFailureException.Lasting("The provider's address answers with 'not found'.", CheckAddress(endpoint), e);

    public static ModelFailureException NoModelServer(ModelEndpoint endpoint, Exception e) =>
        ModelFailureException.Lasting("The provider's address does not answer as a model's server does.", CheckAddress(endpoint), e);

    public static ModelFailureException TooLong(Exception e) =>
        new("This conversation has grown too long for the model.", "Start a new one and ask there.", isPassing: false, e)
        {
            IsTooLong = true,
        };

    public static ModelFailureException TooMuchAsked(Exception e) => ModelFailureException.Lasting(
        "The model cannot write as long an answer as the platform asks for.", "Ask whoever runs this platform to lower Agent:MaxOutputTokens.", e);

    public static ModelFailureException Declined(Exception e) =>
        new("The provider declined to answer this.", "Put the question differently.", isPassing: false, e) { IsRefusal = true };

    public static ModelFailureException NotAccepted(Exception e) => ModelFailureException.Lasting(
        "The provider did not accept the request.", "Try another model in the project's settings; the server's log has the details.", e);

    public static ModelFailureException SlowDown(Exception e, TimeSpan? retryAfter = null) => Passing("The provider asks to slow down.", e, retryAfter);

    public static ModelFailureException Overloaded(Exception e, TimeSpan? retryAfter = null) => Passing("The provider is overloaded.", e, retryAfter);

    public static ModelFailureException Trouble(Exception e, TimeSpan? retryAfter = null) => Passing("The provider has trouble.", e, retryAfter);

    public static ModelFailureException Unreadable(Exception e) => Passing("The provider sent something unreadable.", e);

    /// <returns>Null: nothing that happens on the way to a server.</returns>
    public static ModelFailureException? OfConnection(Exception exception, ModelEndpoint endpoint) => exception switch
    {
        { InnerException: ModelFailureException ours } => ours,
        SilentStreamException silent => Passing(silent.Message, silent),
        NoStreamException => NoModelServer(endpoint, exception),
        // Of an address that an admin of a project entered nobody learns whether something listens there that is no model's server.
        HttpRequestException e when endpoint.IsOfProject || IsOfConnecting(e) => Passing("The provider cannot be reached.", e),
        HttpRequestException => Passing("The connection to the provider broke.", exception),
        IOException => Passing("The connection to the provider broke.", exception),
        OperationCanceledException or TimeoutException => Passing("The provider took too long.", exception),
        _ => null,
    };

    private static bool IsOfConnecting(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError;

    private static string CheckAddress(ModelEndpoint endpoint) => endpoint.IsOfProject
        ? "Ask an admin of the project to check the model's address; it often ends in /v1."
        : $"Ask whoever runs this platform to check {endpoint.Platform.BaseUrlName}.";

    private static ModelFailureException Passing(string reason, Exception e, TimeSpan? retryAfter = null) =>
        new(reason, Again, isPassing: true, e) { RetryAfter = retryAfter };
}
