using System.Globalization;

namespace DataAgent.Visualizations;

/// <summary>Values as places on a line: numbers as they are, times as days since the first of January of the year 1.</summary>
internal static class ChartPlace
{
    public static double Of(object value) => value switch
    {
        decimal number => (double)number,
        double number => number,
        string time => Days(Time(time)),
        _ => throw new ArgumentException($"{value.GetType()} has no place on an axis.", nameof(value)),
    };

    /// <summary>Reads the ISO times that <see cref="ChartColumn.Value"/> gives.</summary>
    public static DateTime Time(string iso) => DateTime.Parse(iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static string Iso(double days) => Time(days).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    public static double Days(DateTime time) => time.Ticks / (double)TimeSpan.TicksPerDay;

    /// <summary>The calendar's first or last moment where the place is beyond it.</summary>
    public static DateTime Time(double days) =>
        days <= 0 ? DateTime.MinValue : days >= Days(DateTime.MaxValue) ? DateTime.MaxValue : new((long)(days * TimeSpan.TicksPerDay));
}
