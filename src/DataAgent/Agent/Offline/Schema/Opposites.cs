using DataAgent.Agent.Offline.Words;

namespace DataAgent.Agent.Offline.Schema;

/// <summary>"inactive customers" are those that are not active, where a yes-or-no column is called so.</summary>
internal static class Opposites
{
    private static readonly string[] Prefixes = ["in", "un", "non"];

    public static IReadOnlyList<Token> Spell(IReadOnlyList<Token> tokens, SchemaIndex schema)
    {
        var terms = new TermMatcher(schema);
        return [.. tokens.SelectMany(token => Positive(token, terms) is { } word
            ? [new("not", false, null), new(word, false, null)]
            : new[] { token })];
    }

    private static string? Positive(Token token, TermMatcher terms)
    {
        if (token.Quoted || token.Number is not null || terms.Find([token.Lower]).Count > 0)
            return null;
        return Prefixes
            .Where(p => token.Lower.StartsWith(p, StringComparison.Ordinal) && token.Lower.Length > p.Length + 3)
            .Select(p => token.Lower[p.Length..])
            .FirstOrDefault(word => terms.Find([word]) is [{ Column.Role: ColumnRole.Boolean, Score: >= 0.75 }, ..]);
    }
}
