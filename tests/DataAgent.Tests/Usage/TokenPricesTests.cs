using DataAgent.Agent;
using DataAgent.Usage;

namespace DataAgent.Tests.Usage;

public sealed class TokenPricesTests
{
    [Fact]
    public void Input_of_the_cache_is_paid_once() =>
        Assert.Equal((25 * 3) + (2000 * 0.3) + (1000 * 3.75) + (10 * 15), TokenPrices.Parse("3,15,0.3,3.75")!.Of(new TokenUsage(3025, 10, 2000, 1000)) * 1e6, 6);

    [Fact]
    public void Two_numbers_are_the_price_of_all_input_and_of_output() =>
        Assert.Equal((3025 * 3) + (10 * 15), TokenPrices.Parse("3, 15")!.Of(new TokenUsage(3025, 10, 2000, 1000)) * 1e6, 6);

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("3,15,1")]
    [InlineData("3,-1")]
    [InlineData("3,NaN")]
    [InlineData("3,x")]
    public void What_is_no_price_is_none(string text) => Assert.Null(TokenPrices.Parse(text));

    [Fact]
    public void A_list_names_models_also_with_colons_and_equal_signs()
    {
        var list = PriceList.Parse(" claude=3,15 ; llama3:8b=0,0;a=b=1,2;");

        Assert.Equal(new TokenPrices(3, 15, 3, 3), list.Find("Claude"));
        Assert.Equal(new TokenPrices(0, 0, 0, 0), list.Find("llama3:8b"));
        Assert.Equal(new TokenPrices(1, 2, 1, 1), list.Find("a=b"));
        Assert.Null(list.Find("other"));
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("claude=3")]
    [InlineData("=3,15")]
    public void A_part_that_is_no_price_says_how_one_is_written(string text)
    {
        var no = Assert.Throws<FormatException>(() => PriceList.Parse(text));

        Assert.Contains($"\"{text}\" is no price. Write model=", no.Message, StringComparison.Ordinal);
    }
}
