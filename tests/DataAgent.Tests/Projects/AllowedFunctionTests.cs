using DataAgent.Projects;

namespace DataAgent.Tests.Projects;

public sealed class AllowedFunctionTests
{
    [Theory]
    [InlineData("net_price", "net_price", null)]
    [InlineData(" net_price ( int , numeric(10, 2) ) ", "net_price", "int|numeric")]
    [InlineData("f()", "f", "")]
    [InlineData("f( )", "f", "")]
    [InlineData("\"Net, \"\"Price\"\"(x)\"(text)", "Net, \"Price\"(x)", "text")]
    [InlineData("f(a TEXT, VARIADIC rest  int4[ 3 ][])", "f", "a text|rest int4[]")]
    [InlineData("f(timestamp(3) with time zone)", "f", "timestamp with time zone")]
    [InlineData("f(\"My Type\", public.\"Odd\"[])", "f", "\"My Type\"|public.\"Odd\"[]")]
    [InlineData("<->(point, text)", "<->", "point|text")]
    [InlineData("%", "%", null)]
    public void A_signature_is_read_as_people_and_PostgreSQL_write_it(string text, string name, string? arguments)
    {
        var entry = AllowedFunction.Find(text)!;

        Assert.Equal(name, entry.Name);
        Assert.Equal(arguments, entry.Arguments is null ? null : string.Join('|', entry.Arguments));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("shop.net_price(integer)")]
    [InlineData("net_price(integer")]
    [InlineData("net_price)integer(")]
    [InlineData("net_price(integer,)")]
    [InlineData("net_price(,)")]
    [InlineData("net price(integer)")]
    [InlineData("net_price(integer) returns text")]
    [InlineData("\"net_price(integer)")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234(integer)")]
    public void What_is_no_signature_is_none(string text) => Assert.Null(AllowedFunction.Find(text));

    [Theory]
    [InlineData("f(int4, varchar, timestamptz)", "integer|character varying|timestamp with time zone", true)]
    [InlineData("f(decimal[], bool, float8)", "numeric[]|boolean|double precision", true)]
    [InlineData("f(amount integer, label character varying)", "integer|character varying", true)]
    [InlineData("f(VARIADIC amounts numeric[])", "numeric[]", true)]
    [InlineData("f(pg_catalog.int4)", "integer", true)]
    [InlineData("f(mood)", "mood", true)]
    [InlineData("f(shop.mood)", "mood", true)]
    [InlineData("f(other.mood)", "mood", false)]
    [InlineData("f(\"Mood\")", "\"Mood\"", true)]
    [InlineData("f(Mood)", "\"Mood\"", false)]
    [InlineData("f(integer)", "integer[]", false)]
    [InlineData("f(integer)", "bigint", false)]
    [InlineData("f(integer)", "integer|integer", false)]
    [InlineData("f()", "integer", false)]
    [InlineData("f()", "", true)]
    [InlineData("f", "", false)]
    [InlineData("f(character varying)", "varying", false)]
    [InlineData("f(text)", "shop", false)]
    public void Types_fit_by_whatever_name_they_have(string text, string types, bool fits) =>
        Assert.Equal(fits, AllowedFunction.Find(text)!.Fits(types.Split('|', StringSplitOptions.RemoveEmptyEntries), "shop"));

    [Fact]
    public void A_list_is_parted_at_its_own_commas_only() =>
        Assert.Equal(
            ["f(int, text)", "g", "\"a,b\"(numeric(10, 2))", ""], AllowedFunction.Split("f(int, text), g,\"a,b\"(numeric(10, 2)),"));

    [Fact]
    public void An_empty_list_lifts_it() => Assert.Empty(AllowedFunction.Split(" "));
}
