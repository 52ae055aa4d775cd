using System.Text.RegularExpressions;
using DataAgent.Testing;
using DataAgent.Web.Design;

namespace DataAgent.Web.Tests.Ui;

public sealed partial class DesignTokensTests
{
    [Fact]
    public void The_page_names_every_token_once_and_no_other()
    {
        var css = File.ReadAllText(Path.Combine(Checkout.Root, "src", "DataAgent.Web", "wwwroot", "css", "tokens.css"));

        Assert.Equal(
            Token().Matches(css).Select(match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal),
            DesignTokens.Colours.Concat(DesignTokens.Shapes).Select(token => token.Name).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^  --(?<name>[a-z0-9-]+):", RegexOptions.Multiline)]
    private static partial Regex Token();
}
