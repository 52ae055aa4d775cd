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
    private const int Bow = 34;

    /// <summary>A curve that leaves and meets the boxes at the sides that face one another.</summary>
    public string Path
    {
        get
        {
            var (fromX, toX) = (From.X + (DiagramLayout.BoxWidth / 2), To.X + (DiagramLayout.BoxWidth / 2));
            if (From == To)
                return Curve(fromX - 12, From.Y, fromX - 30, From.Y - Bow, fromX + 30, From.Y - Bow, fromX + 12, From.Y);
            if (From.Y > To.Y)
                return Curve(fromX, From.Y, fromX, From.Y - Bow, toX, Bottom(To) + Bow, toX, Bottom(To));
            return From.Y < To.Y
                ? Curve(fromX, Bottom(From), fromX, Bottom(From) + Bow, toX, To.Y - Bow, toX, To.Y)
                : Curve(fromX, From.Y, fromX, From.Y - Bow, toX, To.Y - Bow, toX, To.Y);
        }
    }

    private static int Bottom(DiagramBox box) => box.Y + DiagramLayout.BoxHeight;

    private static string Curve(int x0, int y0, int x1, int y1, int x2, int y2, int x3, int y3) =>
        string.Create(CultureInfo.InvariantCulture, $"M{x0} {y0}C{x1} {y1} {x2} {y2} {x3} {y3}");
}
