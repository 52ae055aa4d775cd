using DataAgent.Dictionary;
using DataAgent.Web.Dictionary;

namespace DataAgent.Web.Tests.Dictionary;

public sealed class StartersTests
{
    [Fact]
    public void Questions_name_what_the_schema_holds()
    {
        TableInfo customer = new("customer", TableKind.Table, null, 900, [new("id", "bigint", "int8", false), new("name", "text", "text", false)]) { PrimaryKey = ["id"] };
        TableInfo orders = new("orders", TableKind.Table, null, 5000,
        [
            new("id", "bigint", "int8", false), new("customer_id", "bigint", "int8", false), new("placed_at", "timestamptz", "timestamptz", false),
            new("total_amount", "numeric", "numeric", false), new("status", "order_status", "order_status", false) { Enum = "order_status" },
        ])
        { PrimaryKey = ["id"], ForeignKeys = [new("fk", ["customer_id"], "customer", ["id"])] };

        var starters = Starters.From(new DataDictionary("shop", DateTimeOffset.UtcNow, [customer, orders], []));

        Assert.Equal(
            ["Total order amount by month", "Top 10 customer by total order amount", "Bar chart of orders by status", "How many orders are there?"], starters);
    }

    [Fact]
    public void A_schema_without_tables_gives_none() => Assert.Empty(Starters.From(new DataDictionary("shop", DateTimeOffset.UtcNow, [], [])));
}
