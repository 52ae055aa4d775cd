using DataAgent.Testing;

namespace DataAgent.Web.Tests.Guide;

/// <summary>Every command that README.md and the guide tell anybody to type is typed here, against a real product.</summary>
[Collection(GuideCollection.Name)]
public sealed class GuideCommandTests(GuideProduct product)
{
    private static readonly string[] _programs = ["bash", "curl", "jq", "psql", "pg_dump"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages =>
        [.. GuideBlock.Pages(Checkout.Root).Where(page => GuideBlock.Read(Checkout.Root, page).Any(block => block.NotRun is null))];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task What_a_page_says_works(string page)
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        var missing = _programs.Where(name => !folders.Any(folder => File.Exists(Path.Combine(folder, name)))).ToList();
        Assert.SkipWhen(missing.Count > 0,
            $"Install {string.Join(", ", missing)} to try the commands of the guide (scripts/setup --tests).");
        using var shell = new GuideShell(product, Checkout.Root);

        var (code, output) = await shell.RunAsync(GuideBlock.Read(Checkout.Root, page).Where(block => block.NotRun is null), Token);

        TestContext.Current.SendDiagnosticMessage(output);
        Assert.True(code == 0, output);
    }

    [Fact]
    public void A_command_that_is_not_run_says_why_and_none_stands_outside_of_a_block()
    {
        var blocks = GuideBlock.Pages(Checkout.Root).SelectMany(page => GuideBlock.Read(Checkout.Root, page)).ToList();

        Assert.All(blocks, block => Assert.True(block.IsUnderstood, $"{block.Page}:{block.Line}: write exit=N or not-run: and why"));
        Assert.Empty(GuideBlock.Pages(Checkout.Root).SelectMany(page => GuideBlock.Strays(Checkout.Root, page)));
        foreach (var block in blocks.Where(block => block.NotRun is not null))
            TestContext.Current.TestOutputHelper?.WriteLine($"{block.Page}:{block.Line} not run: {block.NotRun}");
        Assert.True(blocks.Count(block => block.NotRun is null) > 60, "Most commands are run.");
    }
}
