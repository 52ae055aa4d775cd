using DataAgent.Dictionary;

namespace DataAgent.Tests.Dictionary;

public sealed class ColumnFactsTests
{
    [Theory]
    [InlineData("{a,b}", "a", "b")]
    [InlineData("""{"a, b","say \"hi\" \\ there"}""", "a, b", "say \"hi\" \\ there")]
    [InlineData("""{"{a,b}","{c}"}""", "{a,b}", "{c}")]
    [InlineData("""{"",x}""", "", "x")]
    [InlineData("""{whole,"cut of""", "whole")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData(null)]
    public void Reads_an_array_as_PostgreSQL_writes_it(string? literal, params string[] elements) =>
        Assert.Equal(elements, ColumnFacts.ParseArray(literal));

    [Theory]
    [InlineData("int8", "9", "10")]
    [InlineData("numeric", "-1.5", "1e3")]
    [InlineData("float8", "-1e300", "1e300")]
    [InlineData("date", "0044-03-15 BC", "12024-01-01")]
    [InlineData("timestamptz", "1999-12-31 23:59:59+00", "2000-01-01 00:00:00+00")]
    public void Orders_numbers_and_dates_by_value(string type, string smaller, string larger)
    {
        var column = new ColumnInfo("x", type, type, true);

        Assert.Equal((smaller, larger), ValueRange.Of(column, [larger, smaller, "NaN", "infinity", "-infinity"]));
    }

    [Fact]
    public void A_range_of_words_is_no_range()
    {
        Assert.Equal((null, null), ValueRange.Of(new ColumnInfo("x", "text", "text", true), ["a", "b"]));
    }

    [Fact]
    public void Cuts_samples_to_sixty_characters_and_then_gives_no_list_of_values()
    {
        var column = new ColumnDraft(new ColumnInfo("x", "text", "text", true), 'b', "text");

        ColumnFacts.FromStatistics(column, 100, [new(true, 2, $"{{{new string('x', 100)},b}}", null)]);

        Assert.Equal([new string('x', 59) + "…", "b"], column.Info.Samples);
        Assert.Empty(column.Info.Values);
    }

    [Fact]
    public void Knows_all_values_of_a_small_table_from_the_bounds_alone()
    {
        var column = new ColumnDraft(new ColumnInfo("x", "text", "text", true), 'b', "text");

        ColumnFacts.FromStatistics(column, 4, [new(true, -1, null, "{Blues,Jazz,Pop,Rock}")]);

        Assert.Equal(["Blues", "Jazz", "Pop", "Rock"], column.Info.Values);
        Assert.Equal(4, column.Info.DistinctEstimate);
    }
}
