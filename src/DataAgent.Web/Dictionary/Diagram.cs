using System.Globalization;
using DataAgent.Dictionary;

namespace DataAgent.Web.Dictionary;

/// <summary>A picture of how tables refer to one another, in pixels at full size.</summary>
public sealed record Diagram(IReadOnlyList<DiagramBox> Boxes, IReadOnlyList<DiagramLine> Lines, int Width, int Height);

public sealed record DiagramBox(TableInfo Table, int X, int Y);

/// <param name="From">The table that refers.</param>
/// <param name="Words">Which columns.</param>
/// <param name="IsHint">No foreign key says so, an admin does.</param>
public sealed record DiagramLine(DiagramBox From, DiagramBox To, string Words, bool IsHint)
{
    private const int Bow = 38;

    /// <summary>A curve that leaves and meets the boxes at the sides that face one another.</summary>
    public string Path
    {
        get
        {
            var (fromY, toY) = (From.Y + (DiagramLayout.BoxHeight / 2), To.Y + (DiagramLayout.BoxHeight / 2));
            if (From == To)
                return Curve(Right(From), fromY - 10, Right(From) + Bow, fromY - 26, Right(From) + Bow, fromY + 26, Right(From), fromY + 10);
            if (From.X > To.X)
                return Curve(From.X, fromY, From.X - Bow, fromY, Right(To) + Bow, toY, Right(To), toY);
            return From.X < To.X
                ? Curve(Right(From), fromY, Right(From) + Bow, fromY, To.X - Bow, toY, To.X, toY)
                : Curve(Right(From), fromY, Right(From) + Bow, fromY, Right(To) + Bow, toY, Right(To), toY);
        }
    }

    private static int Right(DiagramBox box) => box.X + DiagramLayout.BoxWidth;

    private static string Curve(int x0, int y0, int x1, int y1, int x2, int y2, int x3, int y3) =>
        string.Create(CultureInfo.InvariantCulture, $"M{x0} {y0}C{x1} {y1} {x2} {y2} {x3} {y3}");
}
