namespace DataAgent.Bench.Pages;

/// <summary>What the other process shall do: <c>first</c> open a page with nothing cached, <c>open</c> and keep, <c>ask</c> on each that is open, <c>close</c> them.</summary>
/// <param name="Path">Of the page.</param>
/// <param name="Count">Pages in the browser.</param>
/// <param name="Circuits">Pages without a browser: see <see cref="Circuit"/>.</param>
internal sealed record PageOrder(string Kind, string Url, string Cookie, string Path, int Count = 0, int Circuits = 0, string Question = "");

/// <summary>What it saw; what was not asked for is 0.</summary>
/// <param name="Kilobytes">Over the wire, compressed.</param>
/// <param name="Live">Milliseconds from the request until a question can be asked.</param>
/// <param name="Drawn">Milliseconds from the request until the chart is drawn.</param>
/// <param name="LongestTask">Of the page while it loads and draws, in milliseconds: it answers nobody meanwhile.</param>
/// <param name="InBrowser">Text that came on pages in the browser.</param>
/// <param name="InCircuits">Text that came on pages without one.</param>
/// <param name="LongFrames">Tasks of the browser's pages over 50 ms while text arrived.</param>
/// <param name="Late">Milliseconds from when the last token was due until all pages showed the end.</param>
internal sealed record PageSight(
    double Kilobytes = 0, double Live = 0, double Drawn = 0, double LongestTask = 0, Gaps? InBrowser = null, Gaps? InCircuits = null, double LongFrames = 0, double Late = 0);

/// <summary>Milliseconds between two changes of a page's text.</summary>
/// <param name="Usual">99 of 100 are shorter.</param>
/// <param name="Long">How many took over 150 ms.</param>
internal sealed record Gaps(double Usual, double Longest, int Long)
{
    public static Gaps? Of(IEnumerable<double> gaps) =>
        gaps.Order().ToList() is { Count: > 0 } sorted ? new(sorted[sorted.Count * 99 / 100], sorted[^1], sorted.Count(gap => gap > 150)) : null;
}
