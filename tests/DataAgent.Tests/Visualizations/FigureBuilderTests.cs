using System.Text.Json.Nodes;
using DataAgent.Queries;
using DataAgent.Visualizations;

namespace DataAgent.Tests.Visualizations;

public sealed class FigureBuilderTests
{
    private static readonly ResultTable Sales = Tables.Of(
        "month:Date, region:Text, channel:Text, total:Number",
        ["2024-02-01", "North", "web", "20.10"], ["2024-01-01", "North", "web", "10.50"],
        ["2024-01-01", "South", "shop", "7"], ["2024-02-01", "South", "web", null]);

    [Fact]
    public void A_bar_has_its_rows_in_the_order_of_the_query_and_every_digit()
    {
        var table = Tables.Of("name:Text, total:Number", ["b", "12345678901234567890.12"], ["a", "0.10"]);

        var figure = Build(table, ChartType.Bar, "name", "total");

        Assert.Equal("""[{"type":"bar","x":["b","a"],"y":[12345678901234567890.12,0.10]}]""", figure["data"]!.ToJsonString());
        Assert.Equal("""["b","a"]""", figure["layout"]!["xaxis"]!["categoryarray"]!.ToJsonString());
        Assert.Equal("category", Text(figure, "layout", "xaxis", "type"));
        Assert.Empty(Notes(figure));
    }

    [Fact]
    public void Color_makes_one_series_for_each_value()
    {
        var figure = Build(Sales, ChartType.Bar, "month", "total", color: "region");

        Assert.Equal(["North", "South"], Traces(figure).Select(t => Text(t, "name")));
        Assert.Equal("""["2024-02-01","2024-01-01"]""", Traces(figure)[0]["x"]!.ToJsonString());
        Assert.Equal("date", Text(figure, "layout", "xaxis", "type"));
        Assert.Equal("group", Text(figure, "layout", "barmode"));
        Assert.Equal(["1 row is left out: total has no value there."], Notes(figure));
    }

    [Fact]
    public void Group_alone_parts_like_color_and_both_make_pairs()
    {
        var alone = Build(Sales, ChartType.Line, "month", "total", group: "region");
        var both = Build(Sales, ChartType.Line, "month", "total", color: "region", group: "channel");

        Assert.Equal(["North", "South"], Traces(alone).Select(t => Text(t, "name")));
        Assert.Equal(["North, web", "South, shop", "South, web"], Traces(both).Select(t => Text(t, "name")));
    }

    [Fact]
    public void A_line_over_time_runs_forward_and_shows_a_gap_for_null()
    {
        var table = Tables.Of("at:Timestamp, n:Number", ["2024-01-03 00:00:00+00", "3"], ["2024-01-02 10:30:00.25+00", null], ["2024-01-01 00:00:00+00", "1"]);

        var trace = Traces(Build(table, ChartType.Line, "at", "n")).Single();

        Assert.Equal("""["2024-01-01T00:00:00","2024-01-02T10:30:00.25","2024-01-03T00:00:00"]""", trace["x"]!.ToJsonString());
        Assert.Equal("[1,null,3]", trace["y"]!.ToJsonString());
        Assert.Equal("false", trace["connectgaps"]!.ToJsonString());
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    public void What_is_no_number_for_JSON_is_a_gap(string value)
    {
        var table = Tables.Of("n:Number, v:Number", ["1", value], ["2", "1e-40"], ["3", "1e300"]);

        var trace = Traces(Build(table, ChartType.Line, "n", "v")).Single();

        Assert.Equal("[null,1E-40,1E+300]", trace["y"]!.ToJsonString());
    }

    [Theory]
    [InlineData("infinity")]
    [InlineData("4713-01-01 BC")]
    [InlineData("99999-12-31")]
    [InlineData(null)]
    public void A_date_that_has_no_place_on_an_axis_is_left_out_and_said_to_be(string? date)
    {
        var table = Tables.Of("day:Date, n:Number", [date, "1"], ["2024-01-01", "2"]);

        var figure = Build(table, ChartType.Line, "day", "n");

        Assert.Equal("[2]", Traces(figure).Single()["y"]!.ToJsonString());
        Assert.Equal(["1 row is left out: day has no value there, or none that fits on an axis."], Notes(figure));
    }

    [Fact]
    public void Rows_with_the_same_place_are_added_up_exactly_and_said_to_be()
    {
        var table = Tables.Of("name:Text, v:Number", ["a", "0.1"], ["a", "0.2"], ["b", "1"]);

        var figure = Build(table, ChartType.Bar, "name", "v");

        Assert.Equal("[0.3,1]", Traces(figure).Single()["y"]!.ToJsonString());
        Assert.Equal(["Several rows have the same place in the chart; their values of v are added up."], Notes(figure));
    }

    [Fact]
    public void Without_a_y_column_bars_count_rows()
    {
        var figure = Build(Sales, ChartType.Bar, "region");

        Assert.Equal("[2,2]", Traces(figure).Single()["y"]!.ToJsonString());
        Assert.Equal("Rows", Text(figure, "layout", "yaxis", "title", "text"));
        Assert.Empty(Notes(figure));
    }

    [Fact]
    public void No_more_than_fifty_series_are_drawn_and_the_rest_is_named()
    {
        var table = Tables.Of("n:Number, who:Text", [.. Enumerable.Range(1, 73).Select(i => new string?[] { $"{i}", $"p{i}" })]);

        var figure = Build(table, ChartType.Scatter, "n", "n", color: "who");

        Assert.Equal(50, Traces(figure).Count);
        Assert.Equal(["The first 50 of 73 series are drawn."], Notes(figure));
    }

    [Fact]
    public void A_cut_result_says_so_in_its_chart()
    {
        var table = Sales with { Truncated = true, CutReason = "the project shows at most 4 rows" };

        var figure = Build(table, ChartType.Histogram, "total");

        Assert.Contains("Drawn from the 4 rows there are: the project shows at most 4 rows.", Notes(figure));
    }

    [Fact]
    public void A_pie_names_what_has_no_value_and_leaves_out_what_it_cannot_show()
    {
        var table = Tables.Of("kind:Text, v:Number", ["a", "3"], [null, "2"], ["c", "-1"], ["d", null]);

        var figure = Build(table, ChartType.Pie, "kind", "v");

        Assert.Equal("""["a","(no value)"]""", Traces(figure).Single()["labels"]!.ToJsonString());
        Assert.Equal("[3,2]", Traces(figure).Single()["values"]!.ToJsonString());
        Assert.Equal(2, Notes(figure).Count);
    }

    [Fact]
    public void A_pie_of_many_slices_keeps_the_whole()
    {
        var table = Tables.Of("n:Number, v:Number", [.. Enumerable.Range(1, 40).Select(i => new string?[] { $"{i}", $"{i}" })]);

        var figure = Build(table, ChartType.Pie, "n", "v");

        var values = Traces(figure).Single()["values"]!.AsArray().Select(v => v!.GetValue<decimal>()).ToList();
        Assert.Equal((25, 820m, 136m), (values.Count, values.Sum(), values[^1]));
        Assert.Equal(["The 16 smallest slices are drawn as one."], Notes(figure));
    }

    [Fact]
    public void Histograms_of_two_series_share_their_bins()
    {
        var figure = Build(Sales, ChartType.Histogram, "total", color: "region");

        Assert.All(Traces(figure), t => Assert.Equal(("histogram", "x"), (Text(t, "type"), Text(t, "bingroup"))));
        Assert.Equal("overlay", Text(figure, "layout", "barmode"));
    }

    [Fact]
    public void A_heatmap_is_a_grid_with_holes_where_no_row_is()
    {
        var table = Tables.Of("day:Number, shop:Text, v:Number", ["2", "b", "5"], ["1", "a", "7.50"], ["2", "a", null]);

        var trace = Traces(Build(table, ChartType.Heatmap, "day", "shop", color: "v")).Single();

        Assert.Equal("""[1,2]["b","a"][[null,5],[7.50,null]]""", trace["x"]!.ToJsonString() + trace["y"]!.ToJsonString() + trace["z"]!.ToJsonString());
    }

    [Fact]
    public void A_heatmap_without_values_counts_rows_and_bins_two_measures()
    {
        var counted = Traces(Build(Sales, ChartType.Heatmap, "region", "channel")).Single();
        var binned = Traces(Build(Tables.Of("a:Number, b:Number", ["1.5", "2"]), ChartType.Heatmap, "a", "b")).Single();

        Assert.Equal("[[2,1],[null,1]]", counted["z"]!.ToJsonString());
        Assert.Equal("histogram2d", Text(binned, "type"));
    }

    [Fact]
    public void Years_are_ticked_as_whole_numbers()
    {
        var axis = Build(Tables.Of("year:Number, v:Number", ["2022", "1"], ["2024", "2"]), ChartType.Bar, "year", "v")["layout"]!["xaxis"]!;

        Assert.Equal(("1", "\"d\""), (axis["dtick"]!.ToJsonString(), axis["tickformat"]!.ToJsonString()));
    }

    [Fact]
    public void Text_of_the_data_is_never_markup()
    {
        var table = Tables.Of("name:Text, v:Number", ["<a href='x'>A</a>", "1"], ["R&D", "2"], ["&lt;", "3"]);

        var figure = Build(table, ChartType.Bar, "name", "v", title: "<b>x");

        Assert.Equal(["&lt;a href='x'>A&lt;/a>", "R&D", "&amp;lt;"], Traces(figure).Single()["x"]!.AsArray().Select(x => x!.GetValue<string>()));
        Assert.Equal("&lt;b>x", Text(figure, "layout", "title", "text"));
    }

    [Fact]
    public void Labels_are_the_given_ones_or_made_from_the_columns()
    {
        var table = Tables.Of("order_month:Date, net_total:Number", ["2024-01-01", "1"]);

        var figure = FigureBuilder.Build(table, new ChartSpec(Guid.Empty, ChartType.Bar, "ORDER_MONTH", "net_total", XLabel: "When"));

        Assert.Equal("When", Text(figure, "layout", "xaxis", "title", "text"));
        Assert.Equal("Net total", Text(figure, "layout", "yaxis", "title", "text"));
    }

    [Fact]
    public void A_large_scatter_is_thinned_aloud()
    {
        var table = Tables.Of("n:Number", [.. Enumerable.Range(0, 30_000).Select(i => new string?[] { $"{i}" })]);

        var figure = Build(table, ChartType.Scatter, "n", "n");

        Assert.Equal(20_000, Traces(figure).Single()["x"]!.AsArray().Count);
        Assert.Single(Notes(figure));
    }

    [Theory]
    [InlineData(ChartType.Bar, "month", "sum", null, "There is no column \"sum\" for y_column. The columns are: month (date), region (text), channel (text), total (numeric).")]
    [InlineData(ChartType.Bar, "monts", "total", null, "There is no column \"monts\" for x_column. Did you mean \"month\"? The columns are: month (date), region (text), channel (text), total (numeric).")]
    [InlineData(ChartType.Line, "month", null, null, "A line chart needs y_column. Numbers are in total; others can be cast in the query. The columns are: month (date), region (text), channel (text), total (numeric).")]
    [InlineData(ChartType.Bar, "month", "region", null, "A bar chart needs numbers in y_column, and \"region\" is text. Numbers are in total; others can be cast in the query. The columns are: month (date), region (text), channel (text), total (numeric).")]
    [InlineData(ChartType.Heatmap, "month", "region", "channel", "A heatmap needs numbers in color_column, and \"channel\" is text. Numbers are in total; others can be cast in the query. The columns are: month (date), region (text), channel (text), total (numeric).")]
    [InlineData(ChartType.Scatter, "region", "total", "colour", "There is no column \"colour\" for color_column. The columns are: month (date), region (text), channel (text), total (numeric).")]
    public void What_cannot_be_drawn_is_answered_with_what_there_is(ChartType type, string x, string? y, string? color, string sentence)
    {
        var spec = new ChartSpec(Guid.Empty, type, x, y, Color: color);

        Assert.Equal(sentence, FigureBuilder.Check(Sales, spec));
        Assert.Throws<ArgumentException>(() => FigureBuilder.Build(Sales, spec));
    }

    [Fact]
    public void Where_no_column_holds_numbers_it_says_how_to_get_one() => Assert.Equal(
        "A bar chart needs numbers in y_column, and \"b\" is text. No column of the result holds numbers: count, add up or cast in the query. The columns are: a (text), b (text).",
        FigureBuilder.Check(Tables.Of("a:Text, b:Text", ["x", "y"]), new ChartSpec(Guid.Empty, ChartType.Bar, "a", "b")));

    [Fact]
    public void An_empty_result_is_no_chart()
    {
        var problem = FigureBuilder.Check(Tables.Of("n:Number"), new ChartSpec(Guid.Empty, ChartType.Histogram, "n"));

        Assert.Equal("The result has no rows, so there is nothing to draw.", problem);
    }

    [Theory]
    [InlineData(ChartType.Bar)]
    [InlineData(ChartType.Line)]
    [InlineData(ChartType.Scatter)]
    [InlineData(ChartType.Pie)]
    [InlineData(ChartType.Histogram)]
    [InlineData(ChartType.Heatmap)]
    public void Every_kind_of_column_can_be_x_and_nulls_never_break_a_figure(ChartType type)
    {
        foreach (var kind in Enum.GetNames<ColumnKind>())
        {
            var table = Tables.Of($"x:{kind}, v:Number", ["t", "1"], [null, null], ["2024-01-01", "3"], ["5", "NaN"]);

            var figure = Build(table, type, "x", "v");

            Assert.True(figure["data"]!.AsArray().Count > 0 || Notes(figure).Contains("There is no value to draw."));
            Assert.NotNull(JsonNode.Parse(figure.ToJsonString()));
        }
    }

    private static JsonObject Build(ResultTable table, ChartType type, string x, string? y = null, string? color = null, string? group = null, string? title = null) =>
        FigureBuilder.Build(table, new ChartSpec(Guid.Empty, type, x, y, title, Color: color, Group: group));

    private static List<JsonObject> Traces(JsonObject figure) => [.. figure["data"]!.AsArray().Select(t => t!.AsObject())];

    private static List<string> Notes(JsonObject figure) => [.. figure["meta"]!["notes"]!.AsArray().Select(n => n!.GetValue<string>())];

    private static string Text(JsonNode node, params string[] path) => path.Aggregate(node, (n, name) => n[name]!).GetValue<string>();
}
