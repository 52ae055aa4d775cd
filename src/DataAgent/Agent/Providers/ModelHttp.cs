namespace DataAgent.Agent.Providers;

/// <summary>The one way to models' servers: nothing is drained after a stop, and silence ends a stream.</summary>
internal sealed class ModelHttp(AgentOptions options) : IDisposable
{
    // Draining would keep a stopped model writing, and costing, for seconds. See SocketsHttpHandler.ResponseDrainTimeout.
    private readonly SocketsHttpHandler _handler = new()
    {
        ResponseDrainTimeout = TimeSpan.Zero,
        MaxResponseDrainSize = 0,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <summary>A client for one run; <see cref="RetryAfterHandler.RetryAfter"/> tells of its last response.</summary>
    public (HttpClient Client, RetryAfterHandler LastResponse) Create()
    {
        var watched = new RetryAfterHandler(_handler, options.IdleTimeout);
        return (new HttpClient(watched, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan }, watched);
    }

    public void Dispose() => _handler.Dispose();
}

/// <summary>Notes how long the provider asks to wait, for the SDK's exceptions carry no headers, and guards the stream against silence.</summary>
internal sealed class RetryAfterHandler(HttpMessageHandler inner, TimeSpan idle) : DelegatingHandler(inner)
{
    public TimeSpan? RetryAfter { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RetryAfter = null;
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(idle);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, silence.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SilentStreamException(idle, e);
        }

        RetryAfter = Read(response);
        if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            response.Content = await GuardAsync(response.Content, cancellationToken);
        return response;
    }

    private async Task<StreamContent> GuardAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var guarded = new StreamContent(new IdleGuardStream(await content.ReadAsStreamAsync(cancellationToken), idle));
        foreach (var header in content.Headers)
            guarded.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return guarded;
    }

    private static TimeSpan? Read(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues("retry-after-ms", out var values) && double.TryParse(values.First(), out var milliseconds))
            return TimeSpan.FromMilliseconds(milliseconds);
        return response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when response.Headers.Date is { } now => date - now,
            { Date: { } date } => date - TimeProvider.System.GetUtcNow(),
            _ => null,
        };
    }
}
