namespace DataAgent.Bench.Pages;

/// <summary>What the browser shall do: <c>first</c> open pages with nothing cached, <c>open</c> and keep, <c>close</c>, <c>stream</c>.</summary>
/// <param name="Path">Of the page.</param>
internal sealed record PageOrder(string Kind, string Url, string Cookie, string Path, int Count, string Question = "");

/// <summary>What it saw; what was not asked for is 0.</summary>
/// <param name="Kilobytes">Over the wire, compressed.</param>
/// <param name="Live">Milliseconds from the request until a question can be asked.</param>
/// <param name="Gap">Between two changes of a page's text: 99 of 100 are shorter, in milliseconds.</param>
/// <param name="LongFrames">Tasks of the pages over 50 ms while text arrived.</param>
/// <param name="Late">Milliseconds from when the last token was due until all pages showed the end.</param>
internal sealed record PageSight(
    double Kilobytes = 0, double Live = 0, double Gap = 0, double LongestGap = 0, double LongGaps = 0, double LongFrames = 0, double Late = 0);
