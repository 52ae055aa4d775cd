using DataAgent.Evals;

namespace DataAgent.Tests.Evals;

public sealed class TableMatchTests
{
    private static readonly string?[][] Wanted = [["DE", "10.5"], ["FR", "7"], [null, "1"]];

    [Fact]
    public void Columns_may_come_in_another_order_with_others_beside_them_which_are_named()
    {
        var match = Compare(["rank", "sum", "land"], ["1", "10.50", "DE"], ["2", "7.0", "FR"], ["3", "1", null]);

        Assert.Empty(match.Reasons);
        Assert.Equal(["rank"], match.ExtraColumns);
    }

    [Fact]
    public void Each_wanted_row_needs_a_row_of_its_own()
    {
        string?[][] wanted = [["a"], ["a"], ["b"]];

        Assert.Empty(TableMatch.Compare(wanted, ["x"], [["b"], ["a"], ["a"]], isOrdered: false, 0).Reasons);
        Assert.Equal([EvalReasonCode.WrongRows], Codes(TableMatch.Compare(wanted, ["x"], [["a"], ["b"], ["b"]], isOrdered: false, 0)));
    }

    [Fact]
    public void Values_must_stand_beside_one_another_as_wanted()
    {
        var match = TableMatch.Compare([["a", "b"], ["b", "a"]], ["x", "y"], [["a", "b"], ["a", "b"]], isOrdered: false, 0);

        Assert.Equal([EvalReasonCode.WrongRows], Codes(match));
        Assert.Contains("not beside one another", match.Reasons[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, EvalReasonCode.WrongOrder)]
    [InlineData(false, null)]
    public void The_order_counts_only_when_it_is_asked_for(bool isOrdered, EvalReasonCode? expected)
    {
        var match = TableMatch.Compare(Wanted, ["land", "sum"], [["FR", "7"], ["DE", "10.5"], [null, "1"]], isOrdered, 0);

        Assert.Equal(expected is { } code ? [code] : [], Codes(match));
    }

    [Theory]
    [InlineData("33.333333333333", 1e-9, true)]
    [InlineData("33.33", 1e-9, false)]
    [InlineData("33.33", 1e-3, true)]
    [InlineData("-33.333333333333333", 1e-3, false)]
    public void Numbers_are_equal_within_the_tolerance(string came, double tolerance, bool isRight) =>
        Assert.Equal(isRight, TableMatch.Compare([["33.3333333333333333"]], ["x"], [[came]], isOrdered: false, tolerance).Reasons.Count == 0);

    [Fact]
    public void Too_few_and_too_many_are_told_with_their_numbers()
    {
        Assert.Equal("3 rows were wanted, 1 came.", Compare(["a", "b"], ["DE", "10.5"]).Reasons.Single().Text);
        Assert.Equal([EvalReasonCode.ExtraRows], Codes(TableMatch.Compare([["1"]], ["a"], [["1"], ["2"]], false, 0)));
        Assert.Equal([EvalReasonCode.ExtraRows], Codes(TableMatch.Compare([], ["a"], [["1"]], false, 0)));
        Assert.Equal([EvalReasonCode.MissingColumns], Codes(Compare(["a"], ["DE"], ["FR"], [null])));
        Assert.Empty(TableMatch.Compare([], ["a"], [], false, 0).Reasons);
    }

    [Fact]
    public void Rows_without_a_like_are_shown()
    {
        var match = Compare(["land", "sum"], ["DE", "10.5"], ["FR", "8"], [null, "1"]);

        Assert.Equal("Wrong rows: 1 of 3 have no like: FR | 7.", match.Reasons.Single().Text);
    }

    [Fact]
    public void Many_columns_of_like_values_do_not_take_forever()
    {
        string?[] ones = [.. Enumerable.Repeat("1", 12)];
        string?[] zeros = [.. Enumerable.Repeat("0", 12)];
        string?[] wanted = [.. ones.Select((_, i) => i % 2 == 0 ? "1" : "0")];

        Assert.Equal([EvalReasonCode.WrongRows], Codes(TableMatch.Compare([wanted, wanted], [.. ones.Select((_, i) => $"c{i}")], [ones, zeros], false, 0)));
    }

    private static MatchOutcome Compare(string[] names, params string?[][] came) => TableMatch.Compare(Wanted, names, came, isOrdered: false, 1e-9);

    private static IEnumerable<EvalReasonCode> Codes(MatchOutcome match) => match.Reasons.Select(r => r.Code);
}
