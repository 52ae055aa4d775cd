using DataAgent.Conversations;

namespace DataAgent.Agent;

/// <summary>Keeps tool results from filling the model's context: the oldest give way to one line. The rows stay as they are.</summary>
internal static class ContextBudget
{
    /// <summary>A result is never dropped while it is among the last of these.</summary>
    private const int KeptResults = 4;

    /// <summary>Text of queries and tables runs at about this many characters a token.</summary>
    private const int CharactersPerToken = 3;

    /// <summary>An estimate: every model counts differently.</summary>
    public static int EstimateTokens(string text) => (text.Length + CharactersPerToken - 1) / CharactersPerToken;

    /// <remarks>Once over the budget it goes down to half of it: each change of the past is a full miss of the provider's cache.</remarks>
    public static IReadOnlyList<StoredMessage> Fit(IReadOnlyList<StoredMessage> history, int tokens)
    {
        var size = history.Sum(r => r.Results.Sum(Size));
        if (size <= (long)tokens * CharactersPerToken)
            return history;

        var goal = (long)tokens * CharactersPerToken / 2;
        var results = history.Where(r => r.Role == MessageRole.Tool).SkipLast(KeptResults).ToHashSet();
        return [.. history.Select(row =>
        {
            if (size <= goal || !results.Contains(row))
                return row;
            var shorter = row with { Parts = [.. row.Parts.Select(Shorten)] };
            size -= row.Results.Sum(Size) - shorter.Results.Sum(Size);
            return shorter;
        })];
    }

    private static long Size(ResultPart result) => result.Text.Length;

    private static MessagePart Shorten(MessagePart part) => part switch
    {
        ResultPart { Artifact: TableArtifact table } result => result with
        {
            Text = $"(Dropped to save room: {table.RowCount} rows, result_id {table.ResultId}. Run the query again if you need the rows.)",
        },
        ResultPart { Text.Length: > 200 } result => result with { Text = "(Dropped to save room. Call the tool again if you need it.)" },
        _ => part,
    };
}
