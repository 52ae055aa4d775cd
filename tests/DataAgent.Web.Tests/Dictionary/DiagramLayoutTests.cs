using DataAgent.Dictionary;
using DataAgent.Dictionary.Notes;
using DataAgent.Web.Dictionary;

namespace DataAgent.Web.Tests.Dictionary;

public sealed class DiagramLayoutTests
{
    [Fact]
    public void What_is_referred_to_stands_above_what_refers_to_it()
    {
        var y = DiagramLayout.Of(Of(Table("line", "sale", "product"), Table("sale", "customer"), Table("customer"), Table("product"), Table("alone")))
            .Boxes.ToDictionary(b => b.Table.Name, b => b.Y);

        Assert.True(y["customer"] < y["sale"] && y["sale"] < y["line"] && y["product"] < y["line"]);
    }

    [Fact]
    public void Circles_and_tables_that_refer_to_themselves_are_drawn()
    {
        var diagram = DiagramLayout.Of(Of(Table("a", "b"), Table("b", "c"), Table("c", "a"), Table("tree", "tree"), Table("lost", "hidden")));

        Assert.Equal(5, diagram.Boxes.Count);
        Assert.Equal(4, diagram.Lines.Count);
        Assert.All(diagram.Lines, l => Assert.StartsWith("M", l.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void A_hint_is_a_line_of_its_own_kind()
    {
        var diagram = DiagramLayout.Of(Of(Table("a"), Table("b")) with { JoinHints = [new JoinHint("a", "x", "b", "id")] });

        Assert.Equal(("a.x = b.id", true), (diagram.Lines[0].Words, diagram.Lines[0].IsHint));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(300)]
    public void No_box_covers_another_and_all_are_inside(int count)
    {
        var diagram = DiagramLayout.Of(Many(count));

        Assert.Equal(count, diagram.Boxes.Select(b => (b.X, b.Y)).Distinct().Count());
        Assert.DoesNotContain(diagram.Boxes, a => diagram.Boxes.Any(b => a != b
            && Math.Abs(a.X - b.X) < DiagramLayout.BoxWidth && Math.Abs(a.Y - b.Y) < DiagramLayout.BoxHeight));
        Assert.All(diagram.Boxes, b => Assert.True(
            b.X >= 0 && b.Y >= 0 && b.X + DiagramLayout.BoxWidth <= diagram.Width && b.Y + DiagramLayout.BoxHeight <= diagram.Height));
    }

    [Fact]
    public void Three_hundred_tables_have_about_the_shape_of_a_screen()
    {
        var diagram = DiagramLayout.Of(Many(300));

        Assert.InRange((double)diagram.Width / diagram.Height, 0.7, 6);
    }

    [Fact]
    public void A_chain_as_long_as_the_schema_is_no_trouble() =>
        Assert.Equal(5000, DiagramLayout.Of(Of([.. Enumerable.Range(0, 5000).Select(i => i == 4999 ? Table($"t{i}") : Table($"t{i}", $"t{i + 1}"))])).Boxes.Count);

    [Fact]
    public void The_same_tables_give_the_same_picture_in_whatever_order_they_come()
    {
        var tables = Many(40).Tables;

        var (one, other) = (DiagramLayout.Of(Of([.. tables])), DiagramLayout.Of(Of([.. tables.Reverse()])));

        Assert.Equal(one.Boxes.Select(b => (b.Table.Name, b.X, b.Y)), other.Boxes.Select(b => (b.Table.Name, b.X, b.Y)));
    }

    private static DataDictionary Many(int count) => Of([.. Enumerable.Range(0, count)
        .Select(i => i % 7 == 0 ? Table($"t{i:000}") : Table($"t{i:000}", $"t{i / 3:000}", $"t{i / 7:000}"))]);

    private static DataDictionary Of(params TableInfo[] tables) => new("shop", DateTimeOffset.UnixEpoch, tables, []);

    private static TableInfo Table(string name, params string[] refersTo) =>
        new(name, TableKind.Table, null, 1, [new ColumnInfo("id", "integer", "int4", false)])
        { ForeignKeys = [.. refersTo.Select(t => new ForeignKey("fk", ["id"], t, ["id"]))] };
}
