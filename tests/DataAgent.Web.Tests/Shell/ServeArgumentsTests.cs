using System.Text.RegularExpressions;
using DataAgent.Configuration;
using DataAgent.Testing;
using DataAgent.Web.Shell;

namespace DataAgent.Web.Tests.Shell;

public sealed partial class ServeArgumentsTests
{
    [Theory]
    [InlineData("--port", "8099", "There is no setting \"port\"")]
    [InlineData("--url=http://x", null, "There is no setting \"url\"")]
    [InlineData("--Agnet:MaxSteps=8", null, "There is no setting \"Agnet:MaxSteps\"")]
    [InlineData("8099", null, "\"8099\" is not understood")]
    [InlineData("--urls", null, "The setting \"urls\" has no value")]
    public async Task A_word_that_nothing_would_read_stops_the_start(string first, string? second, string expected)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        var code = await HostStart.RunAsync(second is null ? [first] : [first, second], output, errors);

        Assert.Equal((1, ""), (code, output.ToString()));
        Assert.StartsWith(expected, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_shown_and_nothing_starts()
    {
        using var output = new StringWriter();

        var code = await HostStart.RunAsync(["--help"], output, TextWriter.Null);

        Assert.Equal((0, ServeArguments.Help), (code, output.ToString().TrimEnd()));
    }

    [Fact]
    public void Every_setting_of_the_documentation_is_understood()
    {
        var names = Row().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "configuration.md"))).Select(row => row.Groups[1].Value).ToList();

        Assert.InRange(names.Count, 30, 500);
        Assert.All(names, name => Assert.Null(SettingArguments.Problem([$"--{name}", "1"])));
    }

    [GeneratedRegex(@"^\| `([^`]+)`", RegexOptions.Multiline)]
    private static partial Regex Row();
}
