using System.Text.RegularExpressions;
using DataAgent.Audit;
using DataAgent.Testing;

namespace DataAgent.Tests.Audit;

/// <summary>The list of actions, the code that writes them and the guide say the same.</summary>
public sealed partial class AuditActionTests
{
    [Fact]
    public void Code_writes_what_the_list_has_and_nothing_else()
    {
        var written = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "AuditActions.cs")
            .SelectMany(file => Written().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["action"].Value).Distinct();

        Assert.Equal(AuditActions.All.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_guide_lists_every_action_and_no_other()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "guide", "audit.md"))).Select(match => match.Groups["action"].Value);

        Assert.Equal(AuditActions.All, rows);
    }

    /// <summary>The first text of a call that makes an entry, or what is set as its action.</summary>
    [GeneratedRegex(@"(?:\b(?:Entry|Record|RecordAsync|Done|Refused)\(\s*(?:db, admin, |member, |admin, )?|\bAction = )""(?<action>[a-z_]+(?:\.[a-z_]+)*)""")]
    private static partial Regex Written();

    [GeneratedRegex(@"(?m)^\| `(?<action>[a-z_.]+)` \|")]
    private static partial Regex Row();
}
