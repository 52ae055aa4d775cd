using SkiaSharp;

namespace DataAgent.Visualizations.Pictures;

/// <summary>The mark of a series: a shape for each round of the hues.</summary>
internal static class PictureMark
{
    public static void Draw(SKCanvas canvas, int round, float x, float y, float radius, SKColor color)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        using var path = Shape(round, x, y, radius);
        canvas.DrawPath(path, paint);
    }

    private static SKPath Shape(int round, float x, float y, float r)
    {
        var path = new SKPath();
        var (wide, thin) = (r * 1.15f, r * 0.4f);
        switch (round)
        {
            case 0:
                path.AddCircle(x, y, r);
                break;
            case 1:
                path.AddRect(new(x - (r * 0.9f), y - (r * 0.9f), x + (r * 0.9f), y + (r * 0.9f)));
                break;
            case 2:
                path.AddPoly([new(x, y - (r * 1.25f)), new(x + (r * 1.25f), y), new(x, y + (r * 1.25f)), new(x - (r * 1.25f), y)]);
                break;
            case 3:
                path.AddPoly([new(x, y - wide), new(x + wide, y + r), new(x - wide, y + r)]);
                break;
            case 4:
                Cross(path, x, y, wide, thin);
                break;
            case 5:
                Cross(path, x, y, wide, thin);
                path.Transform(SKMatrix.CreateRotationDegrees(45, x, y));
                break;
            default:
                path.AddPoly([new(x, y + wide), new(x + wide, y - r), new(x - wide, y - r)]);
                break;
        }

        return path;
    }

    private static void Cross(SKPath path, float x, float y, float wide, float thin) => path.AddPoly([
        new(x - thin, y - wide), new(x + thin, y - wide), new(x + thin, y - thin), new(x + wide, y - thin), new(x + wide, y + thin), new(x + thin, y + thin),
        new(x + thin, y + wide), new(x - thin, y + wide), new(x - thin, y + thin), new(x - wide, y + thin), new(x - wide, y - thin), new(x - thin, y - thin)]);
}
