using DataAgent.Usage;
using Microsoft.Extensions.Configuration;

namespace DataAgent.Agent;

/// <summary>How runs behave; section <c>Agent</c> of the configuration. Times are written like <c>00:00:30</c>.</summary>
public sealed record AgentOptions
{
    public const string Section = "Agent";

    /// <summary>The model of projects on Anthropic that name none.</summary>
    public string DefaultModel { get; init; } = "claude-sonnet-5-5";

    /// <summary>A secret: from <c>Agent:Anthropic:ApiKey</c>, else from the environment's ANTHROPIC_API_KEY.</summary>
    public string? AnthropicApiKey { get; init; }

    /// <summary>From <c>Agent:Anthropic:BaseUrl</c>, else ANTHROPIC_BASE_URL; null: the provider's own address.</summary>
    public string? AnthropicBaseUrl { get; init; }

    /// <summary>A secret: from <c>Agent:OpenAI:ApiKey</c>, else from the environment's OPENAI_API_KEY.</summary>
    public string? OpenAIApiKey { get; init; }

    /// <summary>From <c>Agent:OpenAI:BaseUrl</c>, else OPENAI_BASE_URL; null: OpenAI's own address.</summary>
    public string? OpenAIBaseUrl { get; init; }

    /// <summary>From <c>Agent:OpenAI:DefaultModel</c>: the model of projects on such a server that name none. There is none that all servers have.</summary>
    public string? OpenAIDefaultModel { get; init; }

    /// <summary>Times the model is asked in one run; the last time it may call no tool.</summary>
    public int MaxSteps { get; init; } = 12;

    /// <summary>Tools of one step that run side by side.</summary>
    public int MaxParallelTools { get; init; } = 4;

    /// <summary>Tries of one step before the run fails.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>Longest answer of one step; a model's own limit may be lower.</summary>
    public int MaxOutputTokens { get; init; } = 16_000;

    /// <summary>Tokens of a model's context that are used; a model whose own limit is known to be lower has that.</summary>
    public int ContextTokens { get; init; } = 200_000;

    /// <summary>Longest time one process works on one question.</summary>
    public TimeSpan RunDeadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest time of a tool call; a query may take as long as its project allows and a little more.</summary>
    public TimeSpan ToolTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A provider that asks for a longer wait than this fails the run instead.</summary>
    public TimeSpan MaxRetryWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>First wait when the provider names none; each further one is twice as long, up to 8 s.</summary>
    public TimeSpan FirstRetryWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A provider that sends not one byte for this long is taken for gone.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a run stays its owner's without a sign of life.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an owner renews its leases.</summary>
    public TimeSpan LeaseRenewal { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often an owner looks for a stop asked for in another process.</summary>
    public TimeSpan StopCheck { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An owner whose process lock is missing for this long is gone. A restart of our database drops all locks for a moment.</summary>
    public TimeSpan OwnerAbsence { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often rows are read for runs of other processes, by watchers and by the keeper.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a row waits for our own database to come back.</summary>
    public TimeSpan DatabasePatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What models cost; without a price, usage is told in tokens alone.</summary>
    public PriceList Prices { get; init; } = PriceList.Empty;

    /// <summary>Take-overs after which a run is given up: something in it ends its processes.</summary>
    public int MaxTakeOvers { get; init; } = 5;

    /// <exception cref="FormatException">An unknown setting, or a value that does not fit; the message says which.</exception>
    public static AgentOptions From(IConfiguration? configuration)
    {
        var options = new AgentOptions
        {
            AnthropicApiKey = Setting(configuration, "Anthropic:ApiKey", "ANTHROPIC_API_KEY"),
            AnthropicBaseUrl = Address(configuration, "Anthropic:BaseUrl", "ANTHROPIC_BASE_URL"),
            OpenAIApiKey = Setting(configuration, "OpenAI:ApiKey", "OPENAI_API_KEY"),
            OpenAIBaseUrl = Address(configuration, "OpenAI:BaseUrl", "OPENAI_BASE_URL"),
            OpenAIDefaultModel = Setting(configuration, "OpenAI:DefaultModel"),
        };
        foreach (var entry in configuration?.GetSection(Section).GetChildren() ?? [])
            options = With(options, entry);
        return options;
    }

    private static AgentOptions With(AgentOptions options, IConfigurationSection entry) => entry.Key.ToUpperInvariant() switch
    {
        "ANTHROPIC" when Unknown(entry, "APIKEY", "BASEURL") is { } unknown => throw new FormatException($"There is no setting {unknown}."),
        "OPENAI" when Unknown(entry, "APIKEY", "BASEURL", "DEFAULTMODEL") is { } unknown => throw new FormatException($"There is no setting {unknown}."),
        "ANTHROPIC" or "OPENAI" => options,
        "DEFAULTMODEL" => options with { DefaultModel = entry.Value ?? options.DefaultModel },
        "MAXSTEPS" => options with { MaxSteps = Number(entry) },
        "MAXPARALLELTOOLS" => options with { MaxParallelTools = Number(entry) },
        "MAXATTEMPTS" => options with { MaxAttempts = Number(entry) },
        "MAXOUTPUTTOKENS" => options with { MaxOutputTokens = Number(entry) },
        "CONTEXTTOKENS" => options with { ContextTokens = Number(entry) },
        "PRICES" => options with { Prices = PricesOf(entry) },
        "MAXTAKEOVERS" => options with { MaxTakeOvers = Number(entry) },
        "RUNDEADLINE" => options with { RunDeadline = Time(entry) },
        "TOOLTIMEOUT" => options with { ToolTimeout = Time(entry) },
        "MAXRETRYWAIT" => options with { MaxRetryWait = Time(entry) },
        "FIRSTRETRYWAIT" => options with { FirstRetryWait = Time(entry) },
        "IDLETIMEOUT" => options with { IdleTimeout = Time(entry) },
        "LEASE" => options with { Lease = Time(entry) },
        "LEASERENEWAL" => options with { LeaseRenewal = Time(entry) },
        "STOPCHECK" => options with { StopCheck = Time(entry) },
        "OWNERABSENCE" => options with { OwnerAbsence = Time(entry) },
        "POLL" => options with { Poll = Time(entry) },
        "DATABASEPATIENCE" => options with { DatabasePatience = Time(entry) },
        _ => throw new FormatException($"There is no setting {entry.Path}."),
    };

    private static string? Unknown(IConfigurationSection provider, params string[] known) =>
        provider.GetChildren().FirstOrDefault(c => !known.Contains(c.Key.ToUpperInvariant()))?.Path;

    private static PriceList PricesOf(IConfigurationSection entry)
    {
        try
        {
            return PriceList.Parse(entry.Value ?? throw new FormatException("Prices are one text, such as model=3,15; other=1,5."));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{entry.Path}: {e.Message}", e);
        }
    }

    private static int Number(IConfigurationSection entry) =>
        int.TryParse(entry.Value, out var number) && number > 0 ? number : throw new FormatException($"{entry.Path} must be a whole number above 0.");

    private static TimeSpan Time(IConfigurationSection entry) =>
        TimeSpan.TryParse(entry.Value, out var time) && time > TimeSpan.Zero ? time : throw new FormatException($"{entry.Path} must be a time like 00:00:30.");

    private static string? Address(IConfiguration? configuration, string key, string variable)
    {
        var text = Setting(configuration, key, variable);
        return text is null || (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https"))
            ? text
            : throw new FormatException($"{Section}:{key} (or {variable}) must be an address that begins with https:// or http://.");
    }

    private static string? Setting(IConfiguration? configuration, string key, string? variable = null)
    {
        string?[] candidates = variable is null
            ? [configuration?[$"{Section}:{key}"]]
            : [configuration?[$"{Section}:{key}"], configuration?[variable], Environment.GetEnvironmentVariable(variable)];
        return candidates.FirstOrDefault(c => !string.IsNullOrWhiteSpace(c))?.Trim();
    }
}
