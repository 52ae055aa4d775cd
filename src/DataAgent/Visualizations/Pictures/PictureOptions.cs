using DataAgent.Projects;

namespace DataAgent.Visualizations.Pictures;

public enum PictureTheme { Light, Dark }

/// <summary>How large a picture is, in pixels, and on what background. The writing grows with the picture.</summary>
public sealed record PictureOptions(int Width = 1000, int Height = 560, PictureTheme Theme = PictureTheme.Light)
{
    public const int Least = 200, Most = 4000;

    /// <summary>Empty when a picture can be drawn so.</summary>
    public IReadOnlyList<FieldError> Check() =>
    [
        .. new[] { (Field: "width", Pixels: Width), (Field: "height", Pixels: Height) }
            .Where(side => side.Pixels is < Least or > Most)
            .Select(side => new FieldError(side.Field, $"Choose a {side.Field} from {Least} to {Most} pixels.")),
    ];
}
