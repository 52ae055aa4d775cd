using DataAgent.Agent.Offline.Schema;
using DataAgent.Agent.Offline.Sql;

namespace DataAgent.Agent.Offline.Plans;

/// <summary>A way to add up money in a table, and how likely it is that people mean it by "revenue".</summary>
internal sealed record RankedAmount(Measure Measure, double Rank);

/// <summary>The money that the rows of a table stand for: a total, or quantity × price of a line.</summary>
internal static class RevenueAmounts
{
    private static readonly HashSet<string> TotalWords =
        ["total", "amount", "revenue", "sale", "paid", "payment", "value", "sum", "turnover", "subtotal"];

    private static readonly HashSet<string> NoTotalWords =
        ["price", "rate", "tax", "vat", "discount", "shipping", "quantity", "refund", "count", "unit", "point"];

    public static IEnumerable<RankedAmount> Of(SchemaTable table)
    {
        var refers = table.Links.Any(l => l.Forward);
        if (table.MainDate is null && !refers) return [];
        var totals = table.Columns.Where(IsTotal).Select(OfTotal).ToList();
        if (totals.Count > 0 || Quantity(table) is not { } quantity || table.Columns.FirstOrDefault(IsPrice) is not { } price)
            return totals;
        return [new(OfLine(quantity, price), refers ? AmountRanks.Line : 0)];
    }

    /// <summary>How many pieces a row is of; what is in stock is not sold.</summary>
    public static SchemaColumn? Quantity(SchemaTable table) =>
        table.Columns.FirstOrDefault(c => c.Role == ColumnRole.Number
            && c.Words.Any(w => w is "quantity" or "unit" or "piece")
            && !c.Words.Any(w => w is "price" or "stock" or "reorder"));

    public static bool IsSale(SchemaTable table) =>
        table.Columns.Any(IsPrice)
        || table.Words.Any(w => w is "order" or "sale" or "invoice" or "line" or "item" or "purchase" or "transaction" or "detail");

    private static bool IsPrice(SchemaColumn c) => c.Role == ColumnRole.Number && c.Words.Contains("price") && !c.Words.Contains("total");

    private static bool IsTotal(SchemaColumn c) =>
        c.Role == ColumnRole.Number && c.Words.Any(TotalWords.Contains) && !c.Words.Any(NoTotalWords.Contains);

    private static RankedAmount OfTotal(SchemaColumn total)
    {
        var table = total.Table;
        var words = total.Words.Contains("total")
            ? $"the sum of {total.Label} over {table.Plural}"
            : $"the total {total.Label} of {table.Plural}";
        var rank = (table.MainDate is null ? AmountRanks.Total : AmountRanks.DatedTotal)
            + (table.Words.Any(w => w is "order" or "invoice" or "sale") ? AmountRanks.InSale : 0)
            + (total.Words is ["total"] or ["amount"] or [_, "total"] or ["total", _] ? AmountRanks.PlainName : 0)
            - (total.Words.Contains("subtotal") ? AmountRanks.Subtotal : 0);
        return new(new("sum", table, total, null, Amounts.RevenueLabel, words), rank);
    }

    private static Measure OfLine(SchemaColumn quantity, SchemaColumn price)
    {
        var table = quantity.Table;
        var formula = $"{SqlText.Placeholder(quantity)} * {SqlText.Placeholder(price)}";
        var words = $"{quantity.Label} × {price.Label}";
        if (table.Columns.FirstOrDefault(c => c.Role == ColumnRole.Number && c.Words.Contains("discount")) is { } discount)
            (formula, words) = LessDiscount(formula, words, discount);
        return new("sum", table, null, formula, Amounts.RevenueLabel, $"{words} over {table.Plural}");
    }

    /// <summary>
    /// A discount is a percentage when its name says so, a fraction when it never is above 1, and else an amount of money.
    /// </summary>
    private static (string Formula, string Words) LessDiscount(string formula, string words, SchemaColumn discount)
    {
        var value = $"coalesce({SqlText.Placeholder(discount)}, 0)";
        if (discount.Words.Any(w => w is "percent" or "pct" or "percentage"))
            return ($"{formula} * (1 - {value} / 100.0)", $"{words} less the discount");
        var isFraction = decimal.TryParse(discount.Info.Max, out var most) && most <= 1;
        return isFraction
            ? ($"{formula} * (1 - {value})", $"{words} less the discount")
            : ($"({formula} - {value})", $"{words} − discount");
    }
}

/// <summary>Which of several amounts people mean by "revenue": they are tried in this order.</summary>
internal static class AmountRanks
{
    /// <summary>A total of something that happened at a time of its own, such as an order or a payment.</summary>
    public const double DatedTotal = 3;

    /// <summary>A total of something that only belongs to such a thing.</summary>
    public const double Total = 2;

    /// <summary>Quantity × price of the lines of an order; without an order around them they come last.</summary>
    public const double Line = 2;

    /// <summary>The table is called an order, an invoice or a sale.</summary>
    public const double InSale = 0.2;

    /// <summary>The column is called just "total", "amount" or "… total".</summary>
    public const double PlainName = 0.5;

    /// <summary>Something is missing in a subtotal.</summary>
    public const double Subtotal = 1;
}
