using System.Globalization;

namespace DataAgent.Dictionary;

/// <summary>Smallest and largest of values in PostgreSQL's text form, for numbers and dates; a range of words says nothing.</summary>
internal static class ValueRange
{
    public static (string? Min, string? Max) Of(ColumnInfo column, IEnumerable<string> values)
    {
        if (column.IsArray)
            return (null, null);
        return column.BaseType switch
        {
            "int2" or "int4" or "int8" or "numeric" => Ends(values, Number),
            "float4" or "float8" => Ends(values, Float),
            "date" or "timestamp" or "timestamptz" => Ends(values, Moment),
            _ => (null, null),
        };
    }

    private static (string?, string?) Ends<TKey>(IEnumerable<string> values, Func<string, TKey?> keyOf)
        where TKey : struct, IComparable<TKey>
    {
        (string? Min, string? Max) ends = default;
        TKey smallest = default, largest = default;
        foreach (var value in values)
        {
            if (keyOf(value) is not { } key)
                continue;
            if (ends.Min is null || key.CompareTo(smallest) < 0)
                (ends.Min, smallest) = (value, key);
            if (ends.Max is null || key.CompareTo(largest) > 0)
                (ends.Max, largest) = (value, key);
        }

        return ends;
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Float(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    // Years have four digits or more, and "BC" stands at the end; infinity has no year and no place in a range.
    private static Instant? Moment(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 4 || !int.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var year))
            return null;
        return new(text.EndsWith("BC", StringComparison.Ordinal) ? -year : year, text[dash..]);
    }

    private readonly record struct Instant(int Year, string Rest) : IComparable<Instant>
    {
        public int CompareTo(Instant other) =>
            Year != other.Year ? Year.CompareTo(other.Year) : string.CompareOrdinal(Rest, other.Rest);
    }
}
