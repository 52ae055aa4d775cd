using System.CommandLine;
using System.Net;
using System.Text.RegularExpressions;
using DataAgent.Cli;
using DataAgent.Guide;
using DataAgent.Web.Guide;

namespace DataAgent.Web.Tests.Guide;

/// <summary>The guide as the product serves it, and that it is whole.</summary>
[Collection(ApiCollection.Name)]
public sealed partial class GuidePageTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages => [.. GuideBook.Pages.Select(page => page.Name)];

    [Fact]
    public void Every_file_of_the_guide_is_in_its_contents()
    {
        var files = typeof(GuideBook).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("DataAgent.Guide.", StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name["DataAgent.Guide.".Length..])).Where(name => name != "README");

        Assert.Equal(files.Order(StringComparer.Ordinal), GuideBook.Pages.Select(page => page.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_read_without_signing_in_and_each_of_its_links_leads_somewhere(string name)
    {
        using var stranger = app.Anonymous(follow: false);

        using var response = await stranger.GetAsync($"/guide/{name}", Token);
        var html = await response.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(Links(html), link => link.StartsWith("/guide", StringComparison.Ordinal) && !LeadsSomewhere(link));
        Assert.DoesNotContain(".md\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(".md#", html, StringComparison.Ordinal);
        Assert.Contains("Pages beside this one", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_contents_list_every_page_and_the_search_finds_a_heading_by_its_words()
    {
        using var stranger = app.Anonymous(follow: false);

        var contents = await stranger.GetStringAsync("/guide", Token);
        var found = await stranger.GetStringAsync("/guide?q=rotating+keys", Token);
        var nothing = await stranger.GetStringAsync("/guide?q=%3Cscript%3Ezebra", Token);

        Assert.All(GuideBook.Pages, page => Assert.Contains($"href=\"/guide/{page.Name}\"", contents, StringComparison.Ordinal));
        Assert.Contains("href=\"/guide/operations#rotating-keys\"", found, StringComparison.Ordinal);
        Assert.Contains("<mark>", found, StringComparison.Ordinal);
        Assert.Contains("Nothing in the guide has all of these words", nothing, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>zebra", nothing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_not_there_says_so_and_names_the_nearest()
    {
        using var stranger = app.Anonymous(follow: false);

        using var response = await stranger.GetAsync("/guide/exports", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Did you mean export?", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_else_became_open_to_strangers()
    {
        using var stranger = app.Anonymous(follow: false);

        using var home = await stranger.GetAsync("/", Token);
        using var beside = await stranger.GetAsync("/guidebook", Token);

        Assert.Equal(HttpStatusCode.Redirect, home.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, beside.StatusCode);
    }

    [Fact]
    public void The_page_on_the_command_line_has_every_command_with_its_words_and_an_example()
    {
        var root = CommandLine.Build(new CliStreams(TextReader.Null, TextWriter.Null, TextWriter.Null), (_, _) => throw new NotSupportedException());
        var page = GuideBook.Find("cli")!.Markdown;

        var commands = Leaves(root, "").Select(one => $"| `{one.Name}` | {one.Words.Replace("|", "\\|", StringComparison.Ordinal)} |");
        var rows = CommandRow().Matches(page).Select(match => match.Value);
        var examples = string.Join('\n', Block().Matches(page).Select(match => match.Groups[1].Value));

        Assert.Equal(commands.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        Assert.All(Leaves(root, ""), one => Assert.Matches($@"dataagent {Regex.Escape(one.Name)}( |$|\n)", examples));
    }

    private static bool LeadsSomewhere(string link)
    {
        if (link.Split('#', 2) is not [var path, .. var rest] || path.Split('?')[0] == GuidePath.Root)
            return true;
        return GuideBook.Find(path[(GuidePath.Root.Length + 1)..]) is { } page
            && (rest is not [var anchor] || anchor == "main" || GuideHtml.Of(page).Body.Contains($"id=\"{anchor}\"", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Links(string html) =>
        Link().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct();

    private static IEnumerable<(string Name, string Words)> Leaves(Command command, string name) => command.Subcommands.Count == 0
        ? [(name, command.Description ?? "")]
        : command.Subcommands.SelectMany(sub => Leaves(sub, $"{name} {sub.Name}".Trim()));

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("^\\| `[a-z -]+` \\| .+ \\|$", RegexOptions.Multiline)]
    private static partial Regex CommandRow();

    [GeneratedRegex("^```sh[^\n]*\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
