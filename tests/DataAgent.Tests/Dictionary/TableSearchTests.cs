using DataAgent.Dictionary;
using static DataAgent.Tests.Dictionary.DictionaryPromptTests;

namespace DataAgent.Tests.Dictionary;

public sealed class TableSearchTests
{
    private static readonly DataDictionary Shop = Of(
        Table("customers", 10_000, Text("id"), Text("full_name"), Text("city") with { Values = ["Berlin", "Paris"] }),
        Table("OrderLine", 200_000, Text("orderId"), Text("quantity")) with { ForeignKeys = [new ForeignKey("f", ["orderId"], "orders", ["id"])] },
        Table("orders", 50_000, Text("id"), Text("customer_id"), Text("placed_at")) with { ForeignKeys = [new ForeignKey("f", ["customer_id"], "customers", ["id"])] },
        Table("tmp_customers_20240101", 10_000, Text("id"), Text("full_name"), Text("city")),
        Table("customers_backup", 10_000, Text("id"), Text("full_name"), Text("city")),
        Table("inv_mv", 900, Text("qty")) with { Comment = "Movements of goods between warehouses" },
        Table("settings", 3, Text("key"), Text("data")));

    [Theory]
    [InlineData("customer", "customers")]
    [InlineData("How many customers do we have?", "customers")]
    [InlineData("custmers", "customers")]
    [InlineData("order lines", "OrderLine")]
    [InlineData("orderlines", "OrderLine")]
    [InlineData("quantities", "OrderLine")]
    [InlineData("warehouse", "inv_mv")]
    [InlineData("everything about Berlin", "customers")]
    [InlineData("when was it placed", "orders")]
    [InlineData("setings", "settings")]
    [InlineData("cust", "customers")]
    public void Finds_the_table_that_is_meant(string words, string table) => Assert.Equal(table, TableSearch.Find(Shop, words, 3)[0].Name);

    [Fact]
    public void Tables_at_the_other_end_of_a_foreign_key_follow()
    {
        Assert.Equal(["OrderLine", "orders"], TableSearch.Find(Shop, "quantity", 5).Select(t => t.Name));
    }

    [Fact]
    public void Finds_nothing_for_words_that_fit_nothing()
    {
        Assert.Empty(TableSearch.Find(Shop, "zzz qqq", 5));
        Assert.Empty(TableSearch.Find(Shop, "how many of the", 5));
        Assert.Empty(TableSearch.Find(Of(), "customers", 5));
    }

    [Fact]
    public void Gives_no_more_than_asked_for()
    {
        Assert.Equal(2, TableSearch.Find(Shop, "customers city", 2).Count);
    }

    [Theory]
    [InlineData("customerEMail_2", "customer", "e", "mail", "2")]
    [InlineData("HTTPServer", "http", "server")]
    [InlineData("order lines, 2024!", "order", "lines", "2024")]
    [InlineData("ÜberGröße", "über", "größe")]
    [InlineData("__")]
    public void Splits_names_into_words(string name, params string[] words) => Assert.Equal(words, IdentifierWords.Split(name));
}
