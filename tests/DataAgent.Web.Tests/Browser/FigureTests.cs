using System.Text.Json;
using System.Text.Json.Nodes;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Visualizations;
using Microsoft.Playwright;

namespace DataAgent.Web.Tests.Browser;

/// <summary>Plotly itself, as the page is served it, judges our figures: it draws what it does not understand as if it were not there.</summary>
[Collection(WebCollection.Name)]
public sealed class FigureTests(WebApp app, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] _kinds = Enum.GetNames<ColumnKind>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_of_every_type_and_corner_fit_the_schema()
    {
        await using var window = await OpenAsync();
        var figures = Figures().ToList();

        var problems = new List<string>();
        foreach (var (name, table, spec) in figures)
        {
            var found = await ValidateAsync(window.Page, FigureBuilder.Build(table, spec).ToJsonString());
            problems.AddRange(found.Select(p => $"{name}: {p}"));
        }

        Assert.True(figures.Count > 100);
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    [Fact]
    public async Task A_misspelt_attribute_is_found()
    {
        await using var window = await OpenAsync();
        var figure = FigureBuilder.Build(Table("x:Text, v:Number", ["a", "1"]), Spec(ChartType.Bar));
        figure["data"]![0]!["texttemplat"] = "%{y}";
        figure["layout"]!["barmod"] = "group";

        var found = await ValidateAsync(window.Page, figure.ToJsonString());

        Assert.Equal(2, found.Count);
        Assert.Contains(found, p => p.Contains("texttemplat", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plotly_counts_into_the_bins_what_the_picture_counts()
    {
        await using var window = await OpenAsync();
        var random = new Random(5);
        string?[][] rows =
        [
            .. Enumerable.Range(0, 500).Select(i => new[]
            {
                $"{Math.Round(random.NextDouble() * 10, 1)}", new DateTime(2023, 1, 1).AddDays(random.Next(600)).ToString("yyyy-MM-dd"), i % 2 == 0 ? "a" : "b",
            }),
        ];
        var table = Table("n:Number, d:Date, who:Text", rows);

        foreach (var column in (string[])["n", "d"])
        {
            var content = ChartReader.Read(table, new ChartSpec(Guid.Empty, ChartType.Histogram, column, Color: "who"));
            var counted = await CountAsync(window.Page, FigureBuilder.Build(content).ToJsonString());

            Assert.Equal(content.Series.Select(s => string.Join(",", content.XBins!.Fill(s, addsUp: false).Select(n => n ?? 0m))), counted);
        }
    }

    private static IEnumerable<(string Name, ResultTable Table, ChartSpec Spec)> Figures()
    {
        foreach (var type in Enum.GetValues<ChartType>())
        {
            foreach (var kind in _kinds)
            {
                var many = Table($"x:{kind}, v:Number, who:{kind}", [["t", "1", "f"], [null, null, null], ["2024-01-01", "3", "{\"a\": [1]}"], ["5", "NaN", "5"]]);
                yield return ($"{type} over {kind}", many, Spec(type));
                yield return ($"{type} over {kind} by {kind}", many, Spec(type) with { Color = type == ChartType.Heatmap ? "v" : "who", Group = "x" });
                yield return ($"{type} over {kind}, all null", Table($"x:{kind}, v:Number", [null, null], [null, null]), Spec(type));
            }

            yield return ($"{type} of 73 series", Table("x:Number, v:Number, who:Text", [.. Enumerable.Range(0, 300).Select(i => new[] { $"{i}", $"{i * 7 % 31}", $"s{i % 73}" })]),
                Spec(type) with { Color = type == ChartType.Heatmap ? "v" : "who" });
            yield return ($"{type} of hostile names", Table("x:Text, v:Number, who:Text", ["<script>alert(1)</script>", "1", "%{x}<br>&amp;"], ["constructor", "2", "__proto__"], ["2024", "3", "\u202E\0"]),
                Spec(type) with { Title = "<b onclick=x>", XLabel = "$x$", YLabel = "%{y}", Color = type == ChartType.Heatmap ? "v" : "who" });
            yield return ($"{type} of huge numbers", Table("x:Number, v:Number", ["1e300", "-1.7e308"], ["1e-320", "12345678901234567890.12"], ["9e15", "1e29"]), Spec(type));
            yield return ($"{type} of times", Table("x:Timestamp, v:Number", ["2024-01-01 10:00:00+00", "1"], ["2024-01-01 10:00:00.25+00", "2"], ["infinity", "3"]), Spec(type));
            yield return ($"{type} of the calendar's ends", Table("x:Date, v:Number", ["0001-01-01", "1"], ["9999-12-31", "2"]), Spec(type));
        }

        yield return ("A histogram that adds up", Table("x:Number, v:Number", ["1", "2"], ["3", null]), Spec(ChartType.Histogram));
        yield return ("A density of one value", Table("x:Number, v:Number", ["1", "1"], ["1", "1"]), Spec(ChartType.Heatmap));
        yield return ("Bars that count", Table("x:Number", ["2020"], ["2021"]), Spec(ChartType.Bar) with { Y = null });
    }

    private static ChartSpec Spec(ChartType type) => new(Guid.Empty, type, "x", "v", "A title");

    private static ResultTable Table(string columns, params string?[][] rows) => new(
        "select 1", [.. columns.Split(", ").Select(c => c.Split(':')).Select(c => new ResultColumn(c[0], c[1].ToLowerInvariant(), Enum.Parse<ColumnKind>(c[1])))],
        rows, false, TimeSpan.Zero)
    {
        RanAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Any page of ours, with the library that it would load for a chart.</summary>
    private async Task<Window> OpenAsync()
    {
        var window = await chromium.OpenAsync();
        await window.SignInAsync((await app.AddVisitorAsync(Role.Viewer, "offline", Token)).Link);
        await window.Page.EvaluateAsync("""
            () => new Promise((done, failed) => {
              const script = document.createElement('script');
              Object.assign(script, { src: document.querySelector('meta[name=plotly]').content, onload: () => done(), onerror: failed });
              document.head.append(script);
            })
            """);
        return window;
    }

    private static async Task<IReadOnlyList<string>> ValidateAsync(IPage page, string figure) => await page.EvaluateAsync<string[]>(
        "text => { const { data, layout } = JSON.parse(text); return (Plotly.validate(data, layout) ?? []).map(p => `${p.container} ${p.trace ?? ''} ${p.astr}: ${p.msg}`); }", figure);

    /// <returns>The counts of each trace, bin by bin, as drawn.</returns>
    private static async Task<IReadOnlyList<string>> CountAsync(IPage page, string figure) => await page.EvaluateAsync<string[]>("""
        async text => {
          const { data, layout } = JSON.parse(text);
          const plot = document.body.appendChild(document.createElement('div'));
          await Plotly.newPlot(plot, data, layout);
          const counts = plot.calcdata.map(bars => bars.map(bar => bar.s).join(','));
          plot.remove();
          return counts;
        }
        """, figure);
}
