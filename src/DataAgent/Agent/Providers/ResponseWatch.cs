namespace DataAgent.Agent.Providers;

/// <summary>The server answered with a page or a document where a stream of events was asked for.</summary>
internal sealed class NoStreamException(string? mediaType) : IOException($"The server answered with {mediaType} instead of a stream.");

/// <summary>Notes what only the headers say, for the SDKs' exceptions carry none, and guards the stream against silence.</summary>
internal sealed class ResponseWatch(HttpMessageHandler inner, TimeSpan idle, Func<Stream, Stream>? repair = null) : DelegatingHandler(inner)
{
    private const int MaxErrorBytes = 1024 * 1024, MaxLimits = 16, MaxLimitLength = 100;

    /// <summary>How long the provider asks to wait.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>What the provider says of its rate limits, by the names of its headers.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; private set; } = new Dictionary<string, string>();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RetryAfter = null;
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(idle);
        try
        {
            var response = await base.SendAsync(request, silence.Token);
            (RetryAfter, Limits) = (ReadRetryAfter(response), ReadLimits(response));
            // The response holds on to its request while it streams; what was sent is not needed any more.
            request.Content = null;
            if (response.IsSuccessStatusCode)
                response.Content = await GuardAsync(response.Content, silence.Token);
            else
                await response.Content.LoadIntoBufferAsync(MaxErrorBytes, silence.Token);
            return response;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SilentStreamException(idle, e);
        }
    }

    private async Task<StreamContent> GuardAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentType?.MediaType is "text/html" or "application/json")
            throw new NoStreamException(content.Headers.ContentType.MediaType);
        Stream stream = new IdleGuardStream(await content.ReadAsStreamAsync(cancellationToken), idle);
        var guarded = new StreamContent(repair is null ? stream : repair(stream));
        foreach (var header in content.Headers.Where(h => repair is null || h.Key != "Content-Length"))
            guarded.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return guarded;
    }

    private static TimeSpan? ReadRetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues("retry-after-ms", out var values)
            && double.TryParse(values.First(), out var milliseconds) && milliseconds < 86_400_000)
            return TimeSpan.FromMilliseconds(milliseconds);
        return response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when response.Headers.Date is { } now => date - now,
            { Date: { } date } => date - TimeProvider.System.GetUtcNow(),
            _ => null,
        };
    }

    private static Dictionary<string, string> ReadLimits(HttpResponseMessage response) => response.Headers
        .Where(h => h.Key.Contains("ratelimit", StringComparison.OrdinalIgnoreCase))
        .Select(h => (Name: h.Key.ToLowerInvariant(), Value: string.Join(", ", h.Value)))
        .Where(h => h.Value.Length <= MaxLimitLength).OrderBy(h => h.Name, StringComparer.Ordinal).Take(MaxLimits)
        .ToDictionary(h => h.Name, h => h.Value);
}
