using System.Text;

namespace DataAgent.SqlGuard.Tests;

/// <summary>The corpus in other clothes: a disguise makes no hostile statement pass and no harmless one fail.</summary>
public sealed class MutationTests(Shop shop, WarmGuard warm) : IClassFixture<Shop>
{
    private static readonly int Factor = int.TryParse(Environment.GetEnvironmentVariable("DATAAGENT_FUZZ"), out var factor) ? factor : 1;

    private static readonly Dictionary<string, Func<string, Random, string>> Disguises = new()
    {
        ["comments between words"] = (sql, random) => OutsideQuotes(sql, random, Gap),
        ["letters in other case"] = (sql, random) => OutsideQuotes(sql, random, (c, r) => r.Next(2) == 0 ? char.ToUpperInvariant(c).ToString() : char.ToLowerInvariant(c).ToString()),
        ["in a subquery"] = (sql, _) => $"select * from (\n{sql}\n) disguise",
        ["in a common table expression"] = (sql, _) => $"with disguise as (\n{sql}\n) select count(*) from disguise",
        ["in an unused common table expression"] = (sql, _) => $"with disguise as not materialized (\n{sql}\n) select 1",
        ["in EXISTS"] = (sql, _) => $"select 1 where exists (\n{sql}\n)",
        ["beside a harmless one"] = (sql, _) => $"select * from (values (1)) harmless, lateral (\n{sql}\n) disguise",
        ["in parentheses"] = (sql, _) => $"((\n{sql}\n))",
        ["behind a semicolon's end"] = (sql, _) => $"{sql}\n;;\n",
    };

    [Fact]
    public void A_hostile_statement_is_refused_in_every_disguise()
    {
        var passed = new List<string>();
        // What is no SQL by itself may become some between parentheses.
        var tried = Try(SqlCase.Load("Hostile").Where(one => one.Code != RefusalCode.SyntaxError), (name, sql) =>
        {
            if (warm.Guard.Check(sql, shop.ClosedWorld).IsAllowed)
                passed.Add($"{name}:\n{sql}");
        });

        Assert.True(passed.Count == 0, string.Join("\n\n", passed));
        Assert.True(tried > 4000);
    }

    [Fact]
    public void A_harmless_statement_passes_in_every_disguise()
    {
        var refused = new List<string>();
        // A semicolon may only end a text, and pg_typeof may only be shown.
        Try(SqlCase.Load("Harmless").Where(one => !one.Sql.Contains(';') && !one.Sql.Contains("pg_typeof")), (name, sql) =>
        {
            if (warm.Guard.Check(sql, shop.ClosedWorld) is { IsAllowed: false } verdict)
                refused.Add($"{name}:\n{sql}\n{string.Join("\n", verdict.Refusals)}");
        });

        Assert.True(refused.Count == 0, string.Join("\n\n", refused));
    }

    private static int Try(IEnumerable<SqlCase> cases, Action<string, string> check)
    {
        var tried = 0;
        foreach (var one in cases)
            foreach (var (name, disguise) in Disguises)
                for (var seed = 0; seed < Factor; seed++, tried++)
                    check($"{one} {name}", disguise(one.Sql, new Random(seed + tried)));
        return tried;
    }

    private static string Gap(char c, Random random) => c != ' ' ? c.ToString() : random.Next(4) switch
    {
        0 => " /* ; drop table customers */ ",
        1 => "\n\t",
        2 => " -- '\n",
        _ => " /*/* nested */*/ ",
    };

    /// <summary>Changes characters one by one where no quote, comment or dollar quote may be cut: a statement that has any of those stays as it is behind them.</summary>
    private static string OutsideQuotes(string sql, Random random, Func<char, Random, string> change)
    {
        var end = sql.IndexOfAny(['\'', '"', '$', '\\']) is var quote and >= 0 ? quote : sql.Length;
        foreach (var comment in new[] { "--", "/*" })
            if (sql.IndexOf(comment, StringComparison.Ordinal) is var at and >= 0)
                end = Math.Min(end, at);
        // A letter right before a quote is part of it: E'…', U&"…".
        while (end > 0 && end < sql.Length && sql[end - 1] != ' ')
            end--;
        var text = new StringBuilder();
        foreach (var c in sql[..end])
            text.Append(char.IsAscii(c) ? change(c, random) : c);
        return text.Append(sql[end..]).ToString();
    }
}
