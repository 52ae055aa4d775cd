using System.Text;
using DataAgent.SqlGuard;
using DataAgent.SqlGuard.Tests;

namespace DataAgent.Tests.Queries.RoleAlone;

/// <summary>Every hostile statement of the guard's corpus with the guard switched off: what the role and the transaction stop by themselves.</summary>
public sealed class RoleAloneTests(GuardlessShop shop, ITestOutputHelper output) : IClassFixture<GuardlessShop>
{
    private const int ChunkSize = 50;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_the_guard_nothing_hidden_is_read_and_nothing_is_written(bool wrapped)
    {
        var before = await Fingerprint.OfAsync(shop);
        List<Attempt> attempts = [];
        List<string> broken = [];

        foreach (var chunk in SqlCase.Load("Hostile").Chunk(ChunkSize))
        {
            foreach (var one in chunk)
            {
                var files = Fingerprint.OfFiles(one.Sql);
                var attempt = await Attempt.RunAsync(shop, one, wrapped, Token);
                attempts.Add(attempt);
                if (shop.IsSecretIn(attempt.Output))
                    broken.Add($"{one}: read a secret");
                if (Fingerprint.OfFiles(one.Sql) != files)
                    broken.Add($"{one}: changed a file");
            }

            broken.AddRange(Fingerprint.Difference(before, await Fingerprint.OfAsync(shop)).Select(line => $"One of {chunk[0]} to {chunk[^1]}: {line}"));
        }

        output.WriteLine(Table(attempts));
        Assert.Empty(broken);
        Assert.True(attempts.Count(a => a.Ending != Ending.Ran) > attempts.Count / 2, "The role stops less than half of the corpus.");
    }

    [Fact]
    public async Task The_traps_of_this_test_close()
    {
        var before = await Fingerprint.OfAsync(shop);
        var one = new SqlCase("", 0, "", "select * from salaries", 0, RefusalCode.HiddenRelation);
        await shop.ExecuteAsync("grant select on shop.salaries to corpus_reader; select nextval('shop.events_id_seq')");

        var attempt = await Attempt.RunAsync(shop, one, wrapped: true, Token);

        Assert.Equal(Ending.Ran, attempt.Ending);
        Assert.True(shop.IsSecretIn(attempt.Output));
        var changed = Fingerprint.Difference(before, await Fingerprint.OfAsync(shop)).ToList();
        Assert.Contains(changed, line => line.StartsWith("+ acl salaries", StringComparison.Ordinal));
        Assert.Contains(changed, line => line.StartsWith("+ sequence shop.events_id_seq", StringComparison.Ordinal));
        await shop.ExecuteAsync("revoke select on shop.salaries from corpus_reader");
    }

    private static string Table(IReadOnlyList<Attempt> attempts)
    {
        var text = new StringBuilder();
        foreach (var ending in Enum.GetValues<Ending>())
            text.AppendLine($"{attempts.Count(a => a.Ending == ending),5}  {Name(ending)}");
        text.AppendLine("Of those that ran:");
        foreach (var kind in attempts.Where(a => a.Ending == Ending.Ran).GroupBy(a => RanKind.Of(a.Case)).OrderByDescending(g => g.Count()))
            text.AppendLine($"{kind.Count(),5}  {kind.Key}");
        var open = attempts.Count(a => a.Output.Contains(GuardlessShop.OpenToAll, StringComparison.Ordinal));
        text.AppendLine($"{open,5}  statements showed what PostgreSQL shows to every login (a comment, a function's body, a role's setting)");
        return text.ToString();
    }

    private static string Name(Ending ending) => ending switch
    {
        Ending.Grammar => "stopped by the grammar (of the place where the door puts the text, or of SQL)",
        Ending.PermissionDenied => "permission denied",
        Ending.ReadOnly => "read-only transaction",
        Ending.Timeout => "time limit",
        Ending.OtherError => "another error (no such function, table or object …)",
        Ending.Driver => "the driver",
        _ => "RAN",
    };
}
