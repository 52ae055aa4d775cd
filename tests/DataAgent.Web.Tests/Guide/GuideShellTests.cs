namespace DataAgent.Web.Tests.Guide;

/// <summary>That a page whose commands do not work is noticed.</summary>
[Collection(GuideCollection.Name)]
public sealed class GuideShellTests(GuideProduct product)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("true", "", 0)]
    [InlineData("false\ntrue", "", 1)]
    [InlineData("dataagent project show -p no-such", "", 1)]
    [InlineData("dataagent project show -p no-such | cat", "", 1)]
    [InlineData("dataagent project show -p no-such", "exit=1", 0)]
    [InlineData("dataagent project list", "exit=1", 99)]
    [InlineData("echo $NOT_SET_BY_ANYBODY", "", 1)]
    public async Task A_block_ends_as_its_commands_do(string text, string info, int expected)
    {
        using var shell = new GuideShell(product, AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("/tests/", StringComparison.Ordinal)]);

        var (code, output) = await shell.RunAsync([new GuideBlock("a page", 1, info, text)], Token);

        Assert.True(code == expected, $"{code}: {output}");
    }

    [Fact]
    public void A_command_outside_of_a_block_is_found()
    {
        var folder = Directory.CreateTempSubdirectory("dataagent-page-").FullName;
        File.WriteAllText(Path.Combine(folder, "page.md"), "Text\n\n    ./dataagent user list\n\n```sh\ncurl x\n```\n\n```text\ncurl y\n```\n");

        var strays = GuideBlock.Strays(folder, "page.md");

        Assert.Equal(["page.md:3: ./dataagent user list", "page.md:10: curl y"], strays);
        Directory.Delete(folder, recursive: true);
    }
}
