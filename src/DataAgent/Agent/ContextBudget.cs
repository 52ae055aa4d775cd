using DataAgent.Agent.Providers;
using DataAgent.Conversations;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent;

/// <summary>What is sent of a history, and about how much room it takes.</summary>
/// <param name="Tokens">With the prompt and the tools.</param>
/// <param name="Replaceable">The part of it that a summary would stand for.</param>
internal sealed record FittedHistory(IReadOnlyList<StoredMessage> Rows, long Tokens, long Replaceable);

/// <summary>
/// Keeps a conversation within the model's context: the oldest tool results give way to one line, then all of it to a summary. The rows stay.
/// </summary>
/// <param name="Tokens">What may be sent in all.</param>
/// <param name="FixedTokens">What the prompt and the tools take of it.</param>
internal sealed record ContextBudget(long Tokens, long FixedTokens)
{
    /// <summary>A result is never dropped while it is among the last of these.</summary>
    private const int KeptResults = 4;

    /// <summary>Text of queries and tables runs at about this many characters a token.</summary>
    private const int CharactersPerToken = 3;

    /// <summary>An estimate: every model counts differently.</summary>
    public static int EstimateTokens(string text) => (text.Length + CharactersPerToken - 1) / CharactersPerToken;

    /// <summary>What is left for the conversation.</summary>
    private long Room => Math.Max(0, Tokens - FixedTokens);

    public static ContextBudget Of(RunContext run, AgentOptions options) =>
        Of(run.Model, options, run.SystemPrompt.Length + run.Tools.Values.Sum(t => Characters(t.Function)));

    /// <param name="fixedCharacters">Of the prompt and the tools.</param>
    public static ContextBudget Of(ModelChoice model, AgentOptions options, int fixedCharacters)
    {
        var context = Math.Min(options.ContextTokens, model.ContextTokens ?? int.MaxValue);
        return new(Math.Max(context / 2, context - model.MaxOutputTokens), fixedCharacters / CharactersPerToken);
    }

    public static long TokensOf(StoredMessage row) => row.Parts.Sum(Characters) / CharactersPerToken;

    /// <summary>What the whole of it would take, by its characters alone.</summary>
    public long Estimate(IReadOnlyList<StoredMessage> path) => FixedTokens + SummaryText.Apply(path).Sum(TokensOf);

    /// <summary>Three quarters of the room are taken even without old results, and a summary would free a good part of it.</summary>
    public bool IsFull(FittedHistory fitted) => fitted.Tokens > FixedTokens + (Room * 3 / 4) && fitted.Replaceable > Tokens / 10;

    /// <remarks>
    /// The size is what the last answer's usage says, plus an estimate of what came since. What gives way is found by going through the rows
    /// as the run did, so it is the same at each step: when half of the room is taken, results go until a quarter is. Each change of the past
    /// is a full miss of the provider's cache.
    /// </remarks>
    public FittedHistory Fit(IReadOnlyList<StoredMessage> path)
    {
        var rows = SummaryText.Apply(path).ToList();
        var results = new List<int>();
        var (size, dropped) = (FixedTokens, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Role == MessageRole.Assistant)
            {
                Drop();
                size = rows[i].Usage is { Input: > 0 } usage ? usage.Input + usage.Output : size + TokensOf(rows[i]);
                continue;
            }

            size += TokensOf(rows[i]);
            if (rows[i].Role == MessageRole.Tool)
                results.Add(i);
        }

        Drop();
        return new(rows, size, Replaceable(rows));

        void Drop()
        {
            if (size <= FixedTokens + (Room / 2))
                return;
            for (; dropped < results.Count - KeptResults && size > FixedTokens + (Room / 4); dropped++)
            {
                var before = TokensOf(rows[results[dropped]]);
                rows[results[dropped]] = Shorten(rows[results[dropped]]);
                size -= before - TokensOf(rows[results[dropped]]);
            }
        }
    }

    /// <summary>Without a summary: all results but those of the last step give way, then the oldest questions with their answers.</summary>
    /// <remarks>By estimate alone, for the usage of an answer tells of what was sent and not of what is there.</remarks>
    public FittedHistory Squeeze(IReadOnlyList<StoredMessage> path, long room)
    {
        var rows = SummaryText.Apply(path).ToList();
        var last = rows[^1];
        rows = [.. rows.Select(row => row.RunId == last.RunId && row.Step == last.Step ? row : Shorten(row))];
        long Size() => FixedTokens + rows.Sum(TokensOf);
        while (Size() > room && rows[0].RunId != last.RunId)
        {
            var oldest = rows[0].RunId;
            rows.RemoveAll(row => row.RunId == oldest);
        }

        return new(rows, Size(), Replaceable(rows));
    }

    private static long Replaceable(IReadOnlyList<StoredMessage> rows) =>
        rows.Where(row => row.Role != MessageRole.User || row.RunId != rows[^1].RunId).Sum(TokensOf);

    private static int Characters(AIFunction tool) => tool.Name.Length + tool.Description.Length + tool.JsonSchema.GetRawText().Length;

    private static long Characters(MessagePart part) => part switch
    {
        TextPart text => text.Text.Length,
        ReasoningPart reasoning => reasoning.Text.Length,
        CallPart call => call.Tool.Length + call.Arguments.Length,
        ResultPart result => result.Text.Length,
        _ => 0,
    };

    private static StoredMessage Shorten(StoredMessage row) => row with { Parts = [.. row.Parts.Select(Shorten)] };

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
