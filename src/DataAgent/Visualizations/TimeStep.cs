namespace DataAgent.Visualizations;

/// <summary>A step on an axis of time: seconds, or months where those differ in length.</summary>
internal readonly record struct TimeStep(long Seconds, int Months = 0)
{
    private const long Minute = 60, Hour = 3600, Day = 86_400;

    private static readonly TimeStep[] _all =
    [
        new(1), new(5), new(15), new(Minute), new(5 * Minute), new(15 * Minute), new(Hour), new(3 * Hour), new(6 * Hour), new(12 * Hour), new(Day), new(7 * Day),
        new(0, 1), new(0, 3), new(0, 12), new(0, 24), new(0, 60), new(0, 120), new(0, 300), new(0, 600), new(0, 1200), new(0, 3000), new(0, 6000), new(0, 12_000),
    ];

    /// <summary>The shortest that does not cut the range into more pieces than <paramref name="most"/>.</summary>
    public static TimeStep For(DateTime min, DateTime max, double most, bool wholeDays)
    {
        var wanted = (max - min).TotalSeconds / Math.Max(1, most);
        return _all.FirstOrDefault(s => s.Length >= wanted && (!wholeDays || s.Length >= Day), _all[^1]);
    }

    /// <summary>In seconds; of months about.</summary>
    public double Length => Months > 0 ? Months * 30.4 * Day : Seconds;

    /// <summary>The last place of this step that is not after the time; weeks begin on Monday.</summary>
    public DateTime Floor(DateTime time)
    {
        if (Months > 0)
        {
            var month = (((time.Year - 1) * 12) + time.Month - 1) / Months * Months;
            return new DateTime((month / 12) + 1, (month % 12) + 1, 1);
        }

        // The first day of the calendar is a Monday.
        var ticks = Seconds * TimeSpan.TicksPerSecond;
        return new DateTime(time.Ticks / ticks * ticks);
    }

    /// <summary>One step on; the calendar's end stays.</summary>
    public DateTime Next(DateTime time) => Months > 0
        ? ((time.Year - 1) * 12) + time.Month - 1 + Months >= 9999 * 12 ? DateTime.MaxValue : time.AddMonths(Months)
        : time.Ticks + (Seconds * TimeSpan.TicksPerSecond) > DateTime.MaxValue.Ticks ? DateTime.MaxValue : time.AddSeconds(Seconds);
}
