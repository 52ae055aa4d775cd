using Npgsql;

namespace DataAgent.SqlGuard.Tests;

public sealed class CaseTests(Shop shop, WarmGuard warm) : IClassFixture<Shop>
{
    public static TheoryData<string> Harmless { get; } = [.. SqlCase.Load("Harmless").Select(one => one.ToString())];
    public static TheoryData<string> Hostile { get; } = [.. SqlCase.Load("Hostile").Select(one => one.ToString())];

    private static readonly Dictionary<string, SqlCase> All = SqlCase.Load("Harmless").Concat(SqlCase.Load("Hostile")).ToDictionary(one => one.ToString());

    [Theory]
    [MemberData(nameof(Harmless))]
    public void A_harmless_statement_may_run(string name)
    {
        var one = All[name];

        var closed = warm.Guard.Check(one.Sql, shop.ClosedWorld);
        var open = warm.Guard.Check(one.Sql, Shop.OpenWorld);

        Assert.Empty(closed.Refusals);
        Assert.Empty(open.Refusals);
        Assert.Equal(closed.Relations, open.Relations);
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task A_harmless_statement_is_one_that_PostgreSQL_runs(string name)
    {
        var one = All[name];
        Assert.SkipWhen(one.Since > shop.ServerVersion, $"needs PostgreSQL {one.Since / 10000}");
        var text = warm.Guard.Check(one.Sql, shop.ClosedWorld).Text;

        await using var connection = await shop.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var begin = new NpgsqlCommand("begin read only; set local search_path to shop", connection);
        await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"select * from (\n{text}\n) q limit $1", connection) { AllResultTypesAreUnknown = true };
        command.Parameters.Add(new NpgsqlParameter { Value = 10 });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_statement_is_refused(string name)
    {
        var one = All[name];

        var closed = warm.Guard.Check(one.Sql, shop.ClosedWorld);
        var open = warm.Guard.Check(one.Sql, Shop.OpenWorld);

        Assert.Contains(closed.Refusals, refusal => refusal.Code == one.Code || refusal.Code == ClosedWorldTwin(one.Code));
        if (!one.Reason.Contains("(catalog)"))
            Assert.Contains(open.Refusals, refusal => refusal.Code == one.Code);
        Assert.Equal("", closed.Text);
    }

    /// <summary>With a catalog, a hidden table and one that does not exist look alike.</summary>
    private static RefusalCode? ClosedWorldTwin(RefusalCode? code) => code switch
    {
        RefusalCode.HiddenRelation => RefusalCode.UnknownRelation,
        RefusalCode.FunctionNotAllowed => RefusalCode.UnknownColumn,
        RefusalCode.SystemCatalog => RefusalCode.UnknownRelation,
        _ => code,
    };
}
