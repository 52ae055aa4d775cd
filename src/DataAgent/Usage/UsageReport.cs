using DataAgent.Agent;

namespace DataAgent.Usage;

public enum UsageBy { Day, Person, Model, Conversation }

/// <summary>A time and a way to add up. Times are UTC, <paramref name="Until"/> is not included.</summary>
public sealed record UsageFilter(DateTimeOffset From, DateTimeOffset Until, UsageBy By = UsageBy.Day)
{
    public static UsageFilter LastDays(int days, DateTimeOffset now, UsageBy by = UsageBy.Day) => new(new(now.UtcDateTime.Date.AddDays(1 - days), TimeSpan.Zero), now.AddDays(1), by);
}

/// <param name="Key">The day, the person's or conversation's id, or the model's name.</param>
/// <param name="Title">For people.</param>
public sealed record UsageLine(string Key, string Title, UsageSum Sum);

/// <summary>What calls of models came to.</summary>
public sealed record UsageSum
{
    /// <summary>Questions; the test of a model is none.</summary>
    public int Questions { get; init; }

    public int Calls { get; init; }

    /// <summary>Calls that failed; their tokens are not known.</summary>
    public int Failed { get; init; }

    /// <summary>Calls that went well and whose provider told no count: the tokens are those of the others.</summary>
    public int Uncounted { get; init; }

    public TokenUsage Tokens { get; init; } = TokenUsage.None;

    /// <summary>At the prices set now; null: there is none for any model in it.</summary>
    public double? Cost { get; init; }

    /// <summary>Models without a price: what they cost is not in <see cref="Cost"/>.</summary>
    public IReadOnlyList<string> Unpriced { get; init; } = [];
}

/// <param name="IsWhole">False: a member who is no admin sees what they spent themselves.</param>
/// <param name="IsCut">There are more lines; the total holds them all.</param>
public sealed record UsageReport(UsageFilter Filter, UsageSum Total, IReadOnlyList<UsageLine> Lines, bool IsWhole, bool IsCut);
