using SkiaSharp;

namespace DataAgent.Visualizations.Pictures;

/// <summary>Names and colors in columns. What has no room is counted, never left out in silence.</summary>
internal sealed class PictureLegend
{
    private const float WidestName = 190;

    private readonly PictureFont _font;
    private readonly IReadOnlyList<(string Name, SKColor Color, int Round)> _entries;
    private readonly string? _title;
    private readonly int _rows;
    private readonly float _columnWidth;

    /// <param name="entries">With the round of the hues, which shapes the mark.</param>
    /// <param name="isWide">Rather one line of names than one column.</param>
    public PictureLegend(
        PictureFont font, string? title, IReadOnlyList<(string Name, SKColor Color, int Round)> entries, float mostWidth, float mostHeight, bool isWide)
    {
        _font = font;
        _title = title is null ? null : font.Cut(title, mostWidth);
        var mark = font.Size * 2.2f;
        var room = Math.Max(1, (int)((mostHeight - TitleHeight) / font.LineHeight));
        // Long names in full where they need not share the room.
        var widest = Math.Max(Math.Min(WidestName * font.Size / 12, mostWidth), mostWidth / (float)Math.Ceiling(entries.Count / (double)room)) - mark;
        _entries = [.. entries.Select(e => (font.Cut(e.Name, widest), e.Color, e.Round))];
        _columnWidth = _entries.Max(e => font.Measure(e.Name)) + mark;
        var columns = Math.Max(1, (int)(mostWidth / _columnWidth));
        if (_entries.Count > room * columns)
        {
            var shown = Math.Max(0, (room * columns) - 1);
            _entries = [.. _entries.Take(shown), (MoreThan(shown, entries.Count, _columnWidth - mark), SKColors.Transparent, 0)];
        }

        var used = isWide ? Math.Min(columns, _entries.Count) : (int)Math.Ceiling(_entries.Count / (double)room);
        _rows = (int)Math.Ceiling(_entries.Count / (double)used);
        Width = Math.Min(mostWidth, Math.Max(used * _columnWidth, _title is null ? 0 : font.Measure(_title)));
        Height = TitleHeight + (_rows * font.LineHeight);
    }

    public float Width { get; }

    public float Height { get; }

    private float TitleHeight => _title is null ? 0 : _font.LineHeight * 1.2f;

    public void Draw(SKCanvas canvas, float x, float y, PictureInk ink)
    {
        if (_title is not null)
            _font.Draw(canvas, _title, x, y + _font.Size, ink.Title);
        foreach (var (index, entry) in _entries.Index())
        {
            var left = x + (index / _rows * _columnWidth);
            var top = y + TitleHeight + (index % _rows * _font.LineHeight);
            PictureMark.Draw(canvas, entry.Round, left + (_font.Size * 0.6f), top + (_font.Size * 0.62f), _font.Size * 0.42f, entry.Color);
            _font.Draw(canvas, entry.Name, left + (_font.Size * 1.5f), top + _font.Size, ink.Text);
        }
    }

    /// <summary>A number that is cut would be another number.</summary>
    private string MoreThan(int shown, int all, float width) => _font.Measure($"+ {all - shown} more") <= width ? $"+ {all - shown} more" : $"+{all - shown}";
}
