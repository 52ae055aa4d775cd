using SkiaSharp;

namespace DataAgent.Visualizations.Pictures;

/// <summary>The page's colors, as a picture has no style sheet.</summary>
internal sealed record PictureInk(SKColor Paper, SKColor Title, SKColor Text, SKColor Line)
{
    public static PictureInk Of(PictureTheme theme) => theme == PictureTheme.Dark
        ? new(SKColor.Parse("#0f1216"), SKColor.Parse("#e8ebf0"), SKColor.Parse("#b6bdc9"), SKColor.Parse("#2a313b"))
        : new(SKColor.Parse("#ffffff"), SKColor.Parse("#16191f"), SKColor.Parse("#434a57"), SKColor.Parse("#e2e5ea"));

    public static SKColor Series(int index) => SKColor.Parse(ChartColors.All[index % ChartColors.All.Count]);

    /// <param name="share">0: nearly nothing; 1: full color.</param>
    public static SKColor Heat(double share)
    {
        var opacity = ChartColors.HeatNothingOpacity + ((1 - ChartColors.HeatNothingOpacity) * Math.Clamp(share, 0, 1));
        return SKColor.Parse(ChartColors.Heat).WithAlpha((byte)Math.Round(255 * opacity));
    }
}
