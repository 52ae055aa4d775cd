using DataAgent.Evals;

namespace DataAgent.Tests.Evals;

public sealed class EvalFileTests
{
    [Fact]
    public void Cases_are_read_with_all_their_settings()
    {
        var cases = EvalFile.Read(
        [
            "# Sales", "", """{"question": "Total?", "sql": "select 1", "ordered": true, "before": ["Hello"], "max_seconds": 2.5, "tolerance": 0.01}""",
            """{"question": "By land?", "rows": [["DE", 10.50, true, null]]}""", """{"question": "Passwords?", "refuse": true}""",
        ]);

        Assert.Equal(3, cases.Count);
        Assert.Equal((true, 2.5, 0.01, "Hello"), (cases[0].Ordered, cases[0].MaxSeconds, cases[0].Tolerance, cases[0].Before![0]));
        Assert.Equal(["DE", "10.50", "t", null], cases[1].Rows![0]);
        Assert.True(cases[2].Refuse);
    }

    [Theory]
    [InlineData("""{"question": "x", "sqll": "select 1"}""", "Line 1 cannot be read: The JSON property 'sqll'")]
    [InlineData("""{"question": "x"}""", "Line 1: give sql or rows")]
    [InlineData("""{"sql": "select 1"}""", "Line 1: question is missing")]
    [InlineData("""{"question": "x", "sql": "select 1", "rows": []}""", "Line 1: give sql or rows, not both")]
    [InlineData("""{"question": "x", "rows": [[1], [1, 2]]}""", "Line 1: all rows must have as many cells")]
    [InlineData("""{"question": "x", "rows": [[{}]]}""", "Line 1 cannot be read: A cell is text")]
    [InlineData("""{"question": "x", "refuse": true, "sql": "select 1"}""", "Line 1: what is to be refused")]
    [InlineData("""{"question": "x", "sql": "select 1", "tolerance": 2}""", "Line 1: tolerance")]
    [InlineData("# nothing", "The file holds no case")]
    [InlineData("question: x", "Line 1 cannot be read")]
    public void What_is_wrong_is_told_with_its_line(string line, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<FormatException>(() => EvalFile.Read([line])).Message, StringComparison.Ordinal);
}
