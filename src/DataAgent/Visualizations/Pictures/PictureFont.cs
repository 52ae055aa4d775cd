using System.Text;
using DataAgent.Dictionary;
using SkiaSharp;

namespace DataAgent.Visualizations.Pictures;

/// <summary>Inter, which comes with the product: a server often has no font at all, and then there would be no writing and no error.</summary>
internal sealed class PictureFont(float size) : IDisposable
{
    public static SKTypeface Typeface { get; } = Load();

    private readonly SKFont _font = new(Typeface, size) { Subpixel = true, Edging = SKFontEdging.Antialias };

    public float Size => size;

    public float LineHeight => size * 1.4f;

    /// <summary>Text of the data as one line that only shows: no line breaks, nothing invisible, nothing that turns the direction of writing.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
            line.Append(char.IsWhiteSpace(c) || char.IsControl(c) ? " " : PromptText.IsInvisible(c) ? "" : c.ToString());
        return line.ToString();
    }

    public static bool Has(string text) => Typeface.ContainsGlyphs(OneLine(text));

    public float Measure(string text) => _font.MeasureText(text);

    /// <summary>One line, cut with an ellipsis where it is too long.</summary>
    public string Cut(string text, float width)
    {
        var line = OneLine(text);
        if (Measure(line) <= width)
            return line;
        var (fits, tooLong) = (0, line.Length);
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            (fits, tooLong) = Measure(Head(line, middle)) <= width ? (middle, tooLong) : (fits, middle);
        }

        return Head(line, fits);
    }

    /// <summary>Lines that fit; words longer than a line are cut. Of more than <paramref name="most"/> lines, the last one ends with an ellipsis.</summary>
    public IReadOnlyList<string> Wrap(string text, float width, int most)
    {
        List<string> lines = [];
        var line = "";
        foreach (var word in OneLine(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length == 0 || Measure(longer) <= width)
                line = longer;
            else
            {
                lines.Add(Cut(line, width));
                line = word;
            }
        }

        lines.Add(Cut(line, width));
        return lines.Count <= most ? lines : [.. lines.Take(most - 1), Cut($"{lines[most - 1]} …", width)];
    }

    public void Draw(SKCanvas canvas, string text, float x, float baseline, SKColor color, SKTextAlign align = SKTextAlign.Left)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(text, x, baseline, align, _font, paint);
    }

    public void Dispose() => _font.Dispose();

    private static string Head(string line, int length)
    {
        if (length > 0 && char.IsHighSurrogate(line[length - 1]))
            length--;
        return $"{line[..length].TrimEnd()}…";
    }

    private static SKTypeface Load()
    {
        using var stream = typeof(PictureFont).Assembly.GetManifestResourceStream("DataAgent.Picture.ttf")!;
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException("The font of pictures cannot be read.");
    }
}
