using System.Collections.Concurrent;
using DataAgent.Guide;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DataAgent.Web.Guide;

/// <summary>A heading that can be linked to.</summary>
public readonly record struct GuideHeading(string Id, string Text);

/// <summary>A page of the guide as HTML. The text is ours and built in, so it is made once and needs no sanitizer.</summary>
/// <param name="Title">The first heading, which is not in the body.</param>
/// <param name="Headings">Those of the second level, for "on this page".</param>
public sealed record GuideHtml(string Title, string Body, IReadOnlyList<GuideHeading> Headings)
{
    private static readonly MarkdownPipeline _pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).DisableHtml().Build();

    private static readonly ConcurrentDictionary<string, GuideHtml> _made = new();

    public static GuideHtml Of(GuidePage page) =>
        _made.GetOrAdd(page.Name, static (_, page) => Render(page.Markdown, GuidePath.Of(page)), page);

    public static GuideHtml Contents { get; } = Render(GuideBook.Contents, GuidePath.Root);

    /// <summary>The identifier of a heading, as the page has it; null: there is no such heading.</summary>
    public static string? IdOf(GuidePage page, string heading) =>
        Of(page).Headings.Where(one => one.Text == heading).Select(one => one.Id).FirstOrDefault();

    private static GuideHtml Render(string markdown, string path)
    {
        var document = Markdown.Parse(markdown, _pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
            Lead(link, path);
        var title = document.OfType<HeadingBlock>().First(heading => heading.Level == 1);
        document.Remove(title);
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        _pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HeadingRenderer>(new GuideHeadingRenderer(path));
        renderer.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new GuideCodeRenderer());
        renderer.ObjectRenderers.ReplaceOrAdd<Markdig.Renderers.Html.Inlines.CodeInlineRenderer>(new GuideNameRenderer());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlTableRenderer>(new GuideTableRenderer());
        renderer.Render(document);
        var headings = document.OfType<HeadingBlock>().Where(heading => heading.Level == 2);
        return new(Text(title), writer.ToString(), [.. headings.Select(heading => new GuideHeading(heading.GetAttributes().Id!, Text(heading)))]);
    }

    /// <summary>Links between files become links between pages; what is no page of the guide stays as words.</summary>
    private static void Lead(LinkInline link, string path)
    {
        var url = GuidePath.Resolve(link.Url ?? "", path);
        if (url is null || link.IsImage)
        {
            foreach (var inner in link.ToList())
            {
                inner.Remove();
                link.InsertBefore(inner);
            }

            link.Remove();
            return;
        }

        link.Url = url;
        if (!url.StartsWith('/'))
            link.GetAttributes().AddProperty("rel", "noopener noreferrer");
    }

    private static string Text(HeadingBlock heading) => string.Concat(heading.Inline!.Descendants().Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        _ => "",
    }));
}
