using DataAgent.Queries;
using DataAgent.Visualizations;
using DataAgent.Visualizations.Pictures;
using SkiaSharp;

namespace DataAgent.Tests.Visualizations.Pictures;

/// <summary>What a picture shows, told from its pixels.</summary>
public sealed class ChartPictureTests
{
    private static readonly SKColor _first = SKColor.Parse("#4f6df5"), _second = SKColor.Parse("#12a594");

    [Theory]
    [InlineData(ChartType.Bar)]
    [InlineData(ChartType.Line)]
    [InlineData(ChartType.Scatter)]
    [InlineData(ChartType.Pie)]
    [InlineData(ChartType.Histogram)]
    [InlineData(ChartType.Heatmap)]
    public void Every_kind_of_column_nulls_and_fifty_series_give_a_picture_of_the_size_asked_for(ChartType type)
    {
        foreach (var kind in Enum.GetNames<ColumnKind>())
        {
            var table = Tables.Of(
                $"x:{kind}, v:Number, who:Text",
                [["t", "1", "a"], [null, null, "b"], ["2024-01-01", "3", "<b>"], ["5", "NaN", null], .. Enumerable.Range(0, 60).Select(i => new[] { $"{i}", $"{i}", $"s{i}" })]);
            foreach (var options in (PictureOptions[])[new(), new(200, 200, PictureTheme.Dark), new(1200, 200)])
            {
                using var picture = Draw(table, type, "x", "v", color: type is ChartType.Pie or ChartType.Heatmap ? null : "who", options: options);

                Assert.Equal((options.Width, options.Height), (picture.Width, picture.Height));
                Assert.Equal(options.Theme == PictureTheme.Dark ? SKColor.Parse("#0f1216") : SKColors.White, picture.GetPixel(0, 0));
            }
        }
    }

    [Fact]
    public void Bars_are_as_high_as_their_values_and_have_the_colors_of_the_page()
    {
        var table = Tables.Of("k:Text, v:Number, who:Text", ["a", "1", "p"], ["a", "2", "q"]);

        using var picture = Draw(table, ChartType.Bar, "k", "v", color: "who");

        var (low, high) = (Height(picture, _first, 300), Height(picture, _second, 600));
        Assert.InRange(high / (double)low, 1.95, 2.05);
    }

    [Fact]
    public void A_negative_bar_hangs_below_zero()
    {
        using var picture = Draw(Tables.Of("k:Text, v:Number", ["a", "5"], ["b", "-5"]), ChartType.Bar, "k", "v");

        var (up, down) = (Rows(picture, _first, 300), Rows(picture, _first, 750));
        Assert.InRange(down.First() - up.Last(), 0, 4);
    }

    [Fact]
    public void A_line_has_a_gap_where_a_value_is_missing()
    {
        string?[][] rows = [.. Enumerable.Range(1, 9).Select(i => new[] { $"2024-01-0{i}", i == 5 ? null : "3" })];

        using var picture = Draw(Tables.Of("d:Date, v:Number", rows), ChartType.Line, "d", "v");

        bool[] inked = [.. Enumerable.Range(80, 880).Select(x => Rows(picture, _first, x).Any())];
        var gap = inked.AsSpan().TrimStart(false).TrimEnd(false).Count(false);
        Assert.InRange(gap, 180, 240);
    }

    [Fact]
    public void A_note_stands_below_the_drawing_even_in_the_smallest_picture()
    {
        var whole = Tables.Of("k:Text, v:Number", ["a", "1"]);
        var cut = whole with { Truncated = true, CutReason = "the project shows at most 1 row" };

        foreach (var options in (PictureOptions[])[new(), new(200, 200)])
        {
            using var without = Draw(whole, ChartType.Pie, "k", "v", options: options);
            using var with = Draw(cut, ChartType.Pie, "k", "v", options: options);

            Assert.Equal(0, Ink(without, options.Height - 10, options.Height));
            var (before, after) = (LowestSlice(without), LowestSlice(with));
            Assert.True(after < before, "The drawing gives way.");
            Assert.True(Ink(with, after + 4, options.Height) > 100, "The note is written below it.");
        }
    }

    [Fact]
    public void What_is_all_null_says_so_instead_of_showing_empty_axes()
    {
        var table = Tables.Of("d:Date, v:Number", ["2024-01-01", null], ["2024-01-02", null]);

        Assert.Equal(["There is no value to draw."], ChartReader.Read(table, Spec(ChartType.Line, "d", "v")).Notes);
        using var picture = Draw(table, ChartType.Line, "d", "v");
        Assert.True(Ink(picture, 230, 300) > 100);
    }

    [Fact]
    public void Names_of_fifty_series_are_all_in_the_legend_of_a_picture_of_usual_size()
    {
        using var font = new PictureFont(11);
        var names = Enumerable.Range(0, 50).Select(i => ($"Series number {i}", SKColors.Black, 0)).ToList();

        var beside = new PictureLegend(font, "who", names, 420, 480, isWide: false);

        Assert.InRange(beside.Height, 25 * font.LineHeight, 480);
        Assert.InRange(beside.Width, 200, 420);
    }

    [Theory]
    [InlineData("two\r\nlines", "two  lines")]
    [InlineData("gpj.exe \u202Eevil", "gpj.exe evil")]
    [InlineData("<b>bold</b> &amp;", "<b>bold</b> &amp;")]
    public void Text_of_the_data_is_one_line_of_text(string text, string drawn) => Assert.Equal(drawn, PictureFont.OneLine(text));

    [Fact]
    public void The_font_is_our_own_and_letters_it_lacks_are_named()
    {
        Assert.Equal("Inter", PictureFont.Typeface.FamilyName);
        Assert.True(PictureFont.Has("Größe, Цена, τιμή, 12 €"));
        Assert.False(PictureFont.Has("日本"));
    }

    [Theory]
    [InlineData(199, 560, "width")]
    [InlineData(1000, 4001, "height")]
    public void A_size_out_of_bounds_is_refused(int width, int height, string field)
    {
        var options = new PictureOptions(width, height);

        Assert.Equal(field, Assert.Single(options.Check()).Field);
        Assert.Throws<ArgumentException>(() => ChartPicture.Draw(ChartReader.Read(Tables.Of("n:Number", ["1"]), Spec(ChartType.Histogram, "n")), options, CancellationToken.None));
    }

    [Fact]
    public void Who_has_left_gets_no_picture()
    {
        var content = ChartReader.Read(Tables.Of("n:Number", ["1"]), Spec(ChartType.Histogram, "n"));

        Assert.Throws<OperationCanceledException>(() => ChartPicture.Draw(content, new(), new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(0.0004, 0.0001, 0, "0.0004")]
    [InlineData(12345.5, 0.5, 0, "12,345.5")]
    [InlineData(2023, 1, 0, "2023")]
    [InlineData(1.5, 0.5, 300, "1.5e300")]
    public void Numbers_are_written_as_far_as_their_step_goes(double value, double step, int power, string text) =>
        Assert.Equal(text, PictureAxis.Write(value, step, power));

    private static ChartSpec Spec(ChartType type, string x, string? y = null, string? color = null) => new(Guid.Empty, type, x, y, Color: color);

    private static SKBitmap Draw(ResultTable table, ChartType type, string x, string? y = null, string? color = null, PictureOptions? options = null) =>
        SKBitmap.Decode(ChartPicture.Draw(ChartReader.Read(table, Spec(type, x, y, color)), options ?? new(), CancellationToken.None));

    /// <summary>The rows of a column of pixels that have a color.</summary>
    private static IEnumerable<int> Rows(SKBitmap picture, SKColor color, int x) => Enumerable.Range(0, picture.Height).Where(y => picture.GetPixel(x, y) == color);

    private static int Height(SKBitmap picture, SKColor color, int x) => Rows(picture, color, x).Count();

    private static int Ink(SKBitmap picture, int from, int to) =>
        Enumerable.Range(from, to - from).Sum(y => Enumerable.Range(0, picture.Width).Count(x => picture.GetPixel(x, y) != SKColors.White));

    private static int LowestSlice(SKBitmap picture) =>
        Enumerable.Range(0, picture.Height).Last(y => Enumerable.Range(0, picture.Width).Count(x => picture.GetPixel(x, y) == _first) > 3);
}
