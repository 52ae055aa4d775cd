using DataAgent.Guide;

namespace DataAgent.Tests.Cli;

public sealed class GuideCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alone_it_prints_the_contents_without_starting_anything()
    {
        var result = await RunAsync("guide");

        Assert.Equal(0, result.Code);
        Assert.All(GuideBook.Pages, page => Assert.Contains($"  {page.Name} ", result.Output, StringComparison.Ordinal));
        Assert.EndsWith("dataagent guide PAGE\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_is_printed_as_text()
    {
        var result = await RunAsync("guide", "first-answer");

        Assert.Equal(0, result.Code);
        Assert.StartsWith("# Your first answer\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("\n    ./run\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("```", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("](", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_comes_as_JSON_too()
    {
        Assert.Equal("Limits", (string)(await RunAsync("guide", "limits", "--json")).Json["title"]!);
        Assert.Equal(GuideBook.Pages.Count, (await RunAsync("guide", "--json")).Json["pages"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_page_that_is_not_there_is_refused_with_the_nearest()
    {
        var result = await RunAsync("guide", "exports");

        Assert.Equal((1, ""), (result.Code, result.Output));
        Assert.Equal("The guide has no page 'exports'. Did you mean export? List them with: dataagent guide\n", result.Error);
    }

    [Fact]
    public async Task The_help_of_the_program_ends_with_where_the_guide_is_and_that_of_a_command_does_not()
    {
        Assert.EndsWith("The guide: dataagent guide, or /guide on the page.\n", (await RunAsync("--help")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("The guide:", (await RunAsync("query", "--help")).Output, StringComparison.Ordinal);
    }

    private static Task<CliResult> RunAsync(params string[] args) =>
        CliTester.RunAsync(args, (_, _) => throw new NotSupportedException("Nothing is to be started."), Token);
}
