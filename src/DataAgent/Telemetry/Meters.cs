using System.Diagnostics.Metrics;
using DataAgent.Agent;
using DataAgent.Audit;
using DataAgent.Usage;

namespace DataAgent.Telemetry;

/// <summary>What operators watch: how often and how long, by outcome. Each has few values for its tags; no person, project, text or value ever is one.</summary>
public static class Meters
{
    private static readonly Meter _meter = new(Spans.Source);

    private static readonly Counter<long> _runsStarted = _meter.CreateCounter<long>("dataagent.runs.started", null, "Questions that this process began to work on.");
    private static readonly Counter<long> _runsTaken = _meter.CreateCounter<long>("dataagent.runs.taken_over", null, "Runs that this process took over from one that is gone.");
    private static readonly UpDownCounter<long> _runsLive = _meter.CreateUpDownCounter<long>("dataagent.runs.live", null, "Runs that this process works on.");
    private static readonly Histogram<double> _runs = _meter.CreateHistogram<double>("dataagent.run.duration", "s", "How long a question took, by how it ended.");
    private static readonly Counter<long> _calls = _meter.CreateCounter<long>("dataagent.model.calls", null, "Calls of models, by what came of them.");
    private static readonly Counter<long> _tokens = _meter.CreateCounter<long>("dataagent.model.tokens", null, "Tokens that models took, in and out.");
    private static readonly Histogram<double> _callTimes = _meter.CreateHistogram<double>("dataagent.model.duration", "s", "How long calls of models took.");
    private static readonly Histogram<double> _firstTokens = _meter.CreateHistogram<double>("dataagent.model.first_token", "s", "Time to the first word of a model.");
    private static readonly Histogram<double> _queries = _meter.CreateHistogram<double>("dataagent.query.duration", "s", "How long queries took, by outcome.");
    private static readonly Counter<long> _refusals = _meter.CreateCounter<long>("dataagent.query.refusals", null, "Reasons for which queries were refused.");
    private static readonly UpDownCounter<long> _queriesRunning = _meter.CreateUpDownCounter<long>("dataagent.query.running", null, "Queries that hold a place of their project's.");
    private static readonly UpDownCounter<long> _queriesWaiting = _meter.CreateUpDownCounter<long>("dataagent.query.waiting", null, "Queries that wait for a place.");
    private static readonly Counter<long> _signInFailures = _meter.CreateCounter<long>("dataagent.sign_in.failures", null, "Sign-ins by password that were refused.");
    private static readonly Counter<long> _limits = _meter.CreateCounter<long>("dataagent.limit.refusals", null, "Requests that met a limit.");
    private static readonly UpDownCounter<long> _listeners = _meter.CreateUpDownCounter<long>("dataagent.listeners", null, "Open event streams.");
    private static readonly UpDownCounter<long> _circuits = _meter.CreateUpDownCounter<long>("dataagent.circuits", null, "Open pages.");

    internal static bool AreHeard => _runs.Enabled;

    /// <summary>From here on the run is live; disposing of it ends that.</summary>
    internal static IDisposable RunStarted(bool isResumed)
    {
        (isResumed ? _runsTaken : _runsStarted).Add(1);
        return new Held(_runsLive);
    }

    /// <param name="status">How it ended; running: it goes on elsewhere.</param>
    internal static void RunEnded(string status, TimeSpan elapsed) => _runs.Record(elapsed.TotalSeconds, Tag("status", status));

    internal static void Count(ModelCall call)
    {
        var (provider, purpose) = (Tag("provider", call.Provider), Tag("purpose", call.Purpose));
        _calls.Add(1, provider, purpose, Tag("outcome", call.Failure is null ? "answered" : "failed"));
        _callTimes.Record(call.Milliseconds / 1000.0, provider, purpose);
        if (call.FirstTokenMilliseconds is { } first)
            _firstTokens.Record(first / 1000.0, provider, purpose);
        foreach (var (direction, tokens) in new[] { ("input", call.InputTokens), ("output", call.OutputTokens) })
            if (tokens is > 0)
                _tokens.Add(tokens.Value, provider, Tag("direction", direction));
    }

    /// <summary>An attempt at a query, when what came of it is known.</summary>
    internal static void Count(AuditEntry query)
    {
        var outcome = query switch
        {
            { Outcome: "ran", Detail: null } => "answered",
            { Outcome: "ran", Door: "export" } => "answered",
            { Outcome: "ran" } => "cut",
            _ => query.Outcome,
        };
        _queries.Record((query.DurationMs ?? 0) / 1000.0, Tag("outcome", outcome), Tag("door", query.Door));
        if (outcome == "refused")
            foreach (var reason in ReasonsOf(query.Detail))
                _refusals.Add(1, Tag("reason", reason));
    }

    internal static IDisposable QueryRuns() => new Held(_queriesRunning);

    internal static IDisposable QueryWaits() => new Held(_queriesWaiting);

    internal static void SignInFailed(string why) => _signInFailures.Add(1, Tag("why", why));

    /// <param name="limit">requests, attempts or model_tokens.</param>
    public static void LimitMet(string limit) => _limits.Add(1, Tag("limit", limit));

    public static IDisposable Listens() => new Held(_listeners);

    public static IDisposable PageOpened() => new Held(_circuits);

    internal static string StatusOf(RunStatus? status) => (status ?? RunStatus.Running).ToString().ToLowerInvariant();

    // "NotReadOnly, UnknownRelation", or "csv, chat: …", or "database role: superuser, …".
    private static IEnumerable<string> ReasonsOf(string? detail) => detail switch
    {
        null => ["other"],
        _ when detail.Contains("database role:", StringComparison.Ordinal) => ["database_role"],
        _ => detail[(detail.LastIndexOf(": ", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : 0)..].Split(", "),
    };

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private sealed class Held : IDisposable
    {
        private UpDownCounter<long>? _counter;

        public Held(UpDownCounter<long> counter)
        {
            _counter = counter;
            counter.Add(1);
        }

        public void Dispose() => Interlocked.Exchange(ref _counter, null)?.Add(-1);
    }
}
