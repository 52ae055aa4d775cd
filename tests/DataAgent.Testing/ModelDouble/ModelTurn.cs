namespace DataAgent.Testing;

/// <summary>What a scripted model does when it is asked once.</summary>
/// <param name="StopReason">In the words of Anthropic's API, whichever is spoken; null: the stream ends without an end.</param>
public sealed record ModelTurn(IReadOnlyList<ModelPiece> Pieces, string? StopReason)
{
    /// <summary>An error instead of a stream.</summary>
    public ModelError? Error { get; init; }

    /// <summary>What it says it has read, cached tokens included.</summary>
    public int InputTokens { get; init; } = 3_025;

    /// <summary>For chat completions alone.</summary>
    public Sloppiness Sloppiness { get; init; }
}

public sealed record ModelError(int Status, string Type, string Message, string? RetryAfter = null)
{
    /// <summary>Where a redirect leads.</summary>
    public string? Location { get; init; }
}

public abstract record ModelPiece;

public sealed record TextPiece(IReadOnlyList<string> Parts) : ModelPiece;

/// <summary>Text whose parts come when they come, as from a model that thinks; each is asked for when the one before is sent.</summary>
public sealed record StreamPiece(Func<CancellationToken, IAsyncEnumerable<string>> Parts) : ModelPiece;

public sealed record ThinkingPiece(string Text, string Signature) : ModelPiece;

/// <param name="Json">The arguments, in the pieces they are sent in; they need not be whole.</param>
public sealed record CallPiece(string Id, string Tool, IReadOnlyList<string> Json) : ModelPiece;

/// <summary>Nothing is sent until then.</summary>
public sealed record WaitPiece(Task Until) : ModelPiece;

/// <summary>An error event in the middle of the stream.</summary>
public sealed record ErrorEventPiece(string Type) : ModelPiece;

/// <summary>The connection is reset.</summary>
public sealed record ResetPiece : ModelPiece;

/// <summary>Words for scripts.</summary>
public static class Says
{
    public static ModelTurn Text(params string[] parts) => new([new TextPiece(parts)], "end_turn");

    public static ModelTurn Calls(params CallPiece[] calls) => new([.. calls], "tool_use");

    public static ModelTurn Call(string id, string tool, params string[] json) => Calls(new CallPiece(id, tool, json));

    public static ModelTurn Error(int status, string type, string message = "scripted", string? retryAfter = null) =>
        new([], null) { Error = new(status, type, message, retryAfter) };

    /// <summary>Some text, and then whatever comes.</summary>
    public static ModelTurn Then(string text, params ModelPiece[] pieces) => new([new TextPiece([text]), .. pieces], null);
}
