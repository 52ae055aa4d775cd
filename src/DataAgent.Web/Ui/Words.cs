using System.Globalization;

namespace DataAgent.Web.Ui;

/// <summary>Figures and times in the words of the page.</summary>
public static class Words
{
    public static string Rows(long count) => count == 1 ? "1 row" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} rows";

    public static string Count(long count, string one, string many) => count == 1 ? $"1 {one}" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} {many}";

    public static string Took(long milliseconds) => milliseconds < 1000 ? $"{milliseconds} ms" : $"{milliseconds / 1000.0:0.0} s";

    /// <summary>"About 12,000": an estimate is never shown as if it were counted.</summary>
    public static string About(long estimate) => $"about {Rounded(estimate)}";

    /// <summary>"≈ 12,000": the same where there is little room.</summary>
    public static string Roughly(long estimate) => $"≈ {Rounded(estimate)}";

    /// <summary>The heading under which a conversation is listed.</summary>
    public static string Day(DateTimeOffset at, DateTimeOffset now) => (now.UtcDateTime.Date - at.UtcDateTime.Date).Days switch
    {
        <= 0 => "Today",
        1 => "Yesterday",
        < 7 => "Previous 7 days",
        < 30 => "Previous 30 days",
        _ => at.UtcDateTime.ToString("MMMM yyyy", CultureInfo.InvariantCulture),
    };

    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Rounded(long estimate) => estimate switch
    {
        < 1000 => estimate.ToString(CultureInfo.InvariantCulture),
        < 1_000_000 => (estimate / 100 * 100).ToString("N0", CultureInfo.InvariantCulture),
        _ => $"{(estimate / 1_000_000.0).ToString("0.#", CultureInfo.InvariantCulture)} million",
    };
}
