using DataAgent.SqlGuard.Names;
using DataAgent.SqlGuard.Parsing;
using DataAgent.SqlGuard.Rules;

namespace DataAgent.SqlGuard;

/// <summary>Says whether a text may run as a query. Thread-safe; keep one for the life of the process.</summary>
/// <param name="cacheDirectory">
/// Where the compiled parser is kept between processes; null: <c>dataagent</c> in the user's cache directory. It is used only
/// when nobody but its owner can enter it or write to a folder above it; otherwise the parser is compiled anew (about a second).
/// </param>
public sealed class Guard(string? cacheDirectory = null) : IDisposable
{
    private static readonly IGuardRule[] Rules =
    [
        new OneStatementRule(), new ReadOnlyRule(), new ConstructRule(), new ParameterRule(), new RelationRule(), new ColumnRule(),
        new FunctionRule(), new OperatorRule(), new TypeRule(), new CollationRule(), new SampleRule(),
    ];

    private readonly PgParser _parser = new(cacheDirectory);

    /// <summary>Never throws for a text, however hostile: what cannot be judged is refused.</summary>
    /// <remarks>Takes some ten microseconds for a short statement, and never more than about a third of a second.</remarks>
    public Verdict Check(string sql, GuardPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(policy);
        if (_parser.Parse(sql, policy.MaxSqlBytes, out var refusal) is not { } parsed)
            return Refused([refusal!]);
        try
        {
            return Judge(new SqlUnderReview(parsed, policy));
        }
        catch (InsufficientExecutionStackException)
        {
            return Refused([PgParser.TooComplex()]);
        }
    }

    /// <summary>Compiles the parser, so that the first check does not wait for it.</summary>
    public void WarmUp() => _parser.WarmUp();

    public void Dispose() => _parser.Dispose();

    private static Verdict Judge(SqlUnderReview sql)
    {
        List<Refusal> refusals = [];
        foreach (var rule in Rules)
            refusals.AddRange(rule.Check(sql));
        if (refusals.Count > 0)
            return Refused([.. refusals.Distinct()]);
        var relations = sql.Names.Relations.Select(use => $"{sql.Policy.Schema}.{use.Name}");
        return new Verdict([], Sorted(relations), Sorted(FunctionNames.Of(sql.Parsed)), StatementText(sql.Parsed));
    }

    private static Verdict Refused(List<Refusal> refusals) => new(refusals, [], [], "");

    private static List<string> Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Up to the semicolon that ends the statement, and from behind any that stand before it.</summary>
    private static string StatementText(ParsedSql parsed)
    {
        var (_, start, length) = parsed.Statements[0];
        var from = TextPositions.FromByteOffset(parsed.Text, start);
        if (!parsed.Text.AsSpan(0, from).Contains(';'))
            from = 0;
        return length == 0 ? parsed.Text[from..] : parsed.Text[from..TextPositions.FromByteOffset(parsed.Text, start + length)];
    }
}
