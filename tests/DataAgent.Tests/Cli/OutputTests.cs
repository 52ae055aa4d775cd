using DataAgent.Cli.Output;
using DataAgent.Cli.Queries;
using DataAgent.Queries;

namespace DataAgent.Tests.Cli;

public sealed class OutputTests
{
    private static readonly ResultTable Table = new(
        "select 1",
        [new("name", "text", ColumnKind.Text), new("total", "numeric", ColumnKind.Number)],
        [["Ada", "1.50"], [null, "12345678901234567890.123"], ["two\nlines, \"quoted\"", null], ["", "0"]],
        Truncated: true, TimeSpan.FromMilliseconds(12))
    {
        CutReason = "the project shows at most 4 rows",
    };

    [Fact]
    public void A_table_aligns_numbers_right_shows_nulls_and_says_what_is_missing()
    {
        using var output = new StringWriter { NewLine = "\n" };

        ResultOutput.Write(output, Table, most: 3);

        Assert.Equal("""
            name                                    total
            ───────────────────  ────────────────────────
            Ada                                      1.50
            ∅                    12345678901234567890.123
            two·lines, "quoted"                         ∅
            (showing 3 of 4 rows, cut short: the project shows at most 4 rows)

            """.ReplaceLineEndings("\n"), output.ToString());
    }

    [Fact]
    public void Escape_codes_of_the_data_never_reach_the_terminal()
    {
        using var output = new StringWriter();

        TextTable.Write(output, ["a"], [["\u001b[31mred\u0007"]], [false]);

        Assert.DoesNotContain('\u001b', output.ToString());
        Assert.DoesNotContain('\u0007', output.ToString());
    }

    [Fact]
    public void Json_is_one_line_in_snake_case()
    {
        var json = CliJson.Write(ResultOutput.Json(Guid.Empty, Table));

        Assert.DoesNotContain('\n', json);
        Assert.Contains("\"row_count\":4,\"truncated\":true", json, StringComparison.Ordinal);
        Assert.Contains("[null,\"12345678901234567890.123\"]", json, StringComparison.Ordinal);
        Assert.Contains("{\"name\":\"total\",\"type\":\"numeric\",\"kind\":\"number\"}", json, StringComparison.Ordinal);
    }
}
