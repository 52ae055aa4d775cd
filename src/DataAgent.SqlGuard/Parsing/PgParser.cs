using System.Text;
using System.Text.Json;
using Wasmtime;

namespace DataAgent.SqlGuard.Parsing;

/// <summary>PostgreSQL's own grammar over untrusted text. Thread-safe.</summary>
internal sealed class PgParser(string? cacheDirectory) : IDisposable
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Lazy<ParserEngine> _engine = new(() => new ParserEngine(cacheDirectory));

    public void WarmUp() => Parse("select 1", int.MaxValue, out _);

    /// <returns>Null when it cannot be judged; then <paramref name="refusal"/> says why. Its text may lack the comments of the one given.</returns>
    public ParsedSql? Parse(string sql, int maxBytes, out Refusal? refusal)
    {
        if (ParseAsIs(sql, maxBytes, out refusal) is { } parsed)
            return parsed;
        if (refusal!.Code != RefusalCode.SyntaxError || Comments.BlankOut(sql) is var plain && ReferenceEquals(plain, sql))
            return null;
        if (ParseAsIs(plain, maxBytes, out _) is not { } withoutComments)
            return null;
        refusal = null;
        return withoutComments;
    }

    private ParsedSql? ParseAsIs(string sql, int maxBytes, out Refusal? refusal)
    {
        refusal = null;
        if (Encode(sql, maxBytes, out refusal) is not { } bytes)
            return null;
        var engine = _engine.Value;
        try
        {
            var result = engine.Parse(bytes);
            if (result.Error is null)
                return TreeReader.Read(sql, result.Json);
            refusal = result.Error.Contains("memory exhausted", StringComparison.Ordinal) ? TooComplex() : SyntaxError(sql, result);
        }
        catch (Exception e) when (e is WasmtimeException or JsonException or InsufficientExecutionStackException)
        {
            refusal = TooComplex();
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            // E'\xff' makes a string that is no UTF-8, which the JSON reader will not give out. No server would take it either.
            refusal = new Refusal(RefusalCode.NotText, "A string escape makes bytes that are no character. Write the character itself.", -1);
        }

        return null;
    }

    public static Refusal TooComplex() => new(
        RefusalCode.TooComplex, "The statement is nested too deeply to be judged. Use fewer levels, or = any(array[...]) for long lists.", -1);

    public void Dispose()
    {
        if (_engine.IsValueCreated)
            _engine.Value.Dispose();
    }

    /// <summary>Ends in a NUL, as the parser wants it; so a NUL inside would hide what follows it, and is refused.</summary>
    private static byte[]? Encode(string sql, int maxBytes, out Refusal? refusal)
    {
        refusal = null;
        if (sql.IndexOf('\0') is >= 0 and var nul)
            refusal = new Refusal(RefusalCode.NotText, "The text holds a NUL character. Remove it.", nul);
        else if (sql.Length > maxBytes || Encoding.UTF8.GetByteCount(sql) > maxBytes)
            refusal = new Refusal(RefusalCode.TooLong, $"The text is longer than {maxBytes} bytes. Ask a smaller question, or move long lists into a table.", -1);
        if (refusal is not null)
            return null;
        try
        {
            var bytes = new byte[StrictUtf8.GetByteCount(sql) + 1];
            StrictUtf8.GetBytes(sql, bytes);
            return bytes;
        }
        catch (EncoderFallbackException e)
        {
            refusal = new Refusal(RefusalCode.NotText, "The text holds half a character (a lone surrogate). Type it again.", e.Index);
            return null;
        }
    }

    private static Refusal SyntaxError(string sql, GuestResult result) => new(
        RefusalCode.SyntaxError,
        $"PostgreSQL cannot read this: {result.Error}. Correct the statement at that place.",
        TextPositions.FromCodePoint(sql, result.ErrorIndex));
}
