using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Ganss.Xss;
using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;

namespace DataAgent.Web.Ui;

/// <summary>One top-level block, already safe to show. <paramref name="Start"/> stays the same while text is only appended.</summary>
public readonly record struct MarkdownBlock(int Start, string Html);

/// <summary>Turns the Markdown of one answer into safe HTML, block by block: while text streams, only its last block is made anew.</summary>
public sealed partial class MarkdownBlocks
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras().DisableHtml().Build();

    /// <summary>An address of more than this behind its host may well hold data.</summary>
    private const int LongPath = 80;

    // A sanitizer is not safe for several threads at once.
    private static readonly ThreadLocal<HtmlSanitizer> Sanitizer = new(CreateSanitizer);
    private readonly Dictionary<int, (string Source, string Html)> _made = [];

    public IReadOnlyList<MarkdownBlock> Render(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        var blocks = new List<MarkdownBlock>(document.Count);
        foreach (var block in document)
        {
            if (block is LinkReferenceDefinitionGroup || block.Span.Start >= markdown.Length)
                continue;
            // An open code fence has no end yet: the last block reaches to the end of the text.
            var end = ReferenceEquals(block, document[^1]) ? markdown.Length : Math.Min(block.Span.End + 1, markdown.Length);
            var source = markdown[block.Span.Start..end];
            if (!_made.TryGetValue(block.Span.Start, out var made) || made.Source != source)
                _made[block.Span.Start] = made = (source, ToHtml(block));
            blocks.Add(new MarkdownBlock(block.Span.Start, made.Html));
        }

        return blocks;
    }

    private static string ToHtml(Block block)
    {
        if (block is CodeBlock code)
            return Code((code as FencedCodeBlock)?.Info, code.Lines.ToString());
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(block);
        var html = writer.ToString();
        return HasOnlyPlainTags().IsMatch(html) ? html : Sanitizer.Value!.Sanitize(html);
    }

    /// <summary>Tags without attributes carry nothing that could do harm, and most blocks have no others: while text streams, each is made ten times a second.</summary>
    [GeneratedRegex("^(?:[^<]|</?(?:p|em|strong|del|code|ul|ol|li|blockquote|h[1-6]|table|thead|tbody|tr|th|td)>|<[bh]r />)*$", RegexOptions.NonBacktracking)]
    private static partial Regex HasOnlyPlainTags();

    /// <summary>What a link is called may be a row's or a model's word; where it leads is said beside it, and whether it takes something along.</summary>
    private static void SayWhere(IHtmlAnchorElement link)
    {
        if (!Uri.TryCreate(link.GetAttribute("href"), UriKind.Absolute, out var address) || link.TextContent.Trim() == address.OriginalString)
            return;
        var where = link.Owner!.CreateElement("span");
        where.ClassName = "link-host";
        where.TextContent = address.Scheme == Uri.UriSchemeMailto ? $" ({address.UserInfo}@{address.Host})"
            : $" ({address.IdnHost}{(address.Query.Length + address.Fragment.Length + address.AbsolutePath.Length > LongPath ? ", long address" : "")})";
        link.AppendChild(where);
    }

    private static string Code(string? language, string text)
    {
        var inner = language is "sql" ? SqlHighlighter.ToHtml(text) : WebUtility.HtmlEncode(text);
        return $"""<div class="code"><div class="code-head"><span>{WebUtility.HtmlEncode(language ?? "text")}</span><button type="button" class="quiet small" data-copy>Copy</button></div><pre tabindex="0"><code>{inner}</code></pre></div>""";
    }

    private static HtmlSanitizer CreateSanitizer()
    {
        var sanitizer = new HtmlSanitizer();
        // A picture's address can carry data away to another host.
        foreach (var tag in new[] { "img", "picture", "video", "audio", "form", "input", "button", "style", "iframe" })
            sanitizer.AllowedTags.Remove(tag);
        sanitizer.AllowedSchemes.Clear();
        sanitizer.AllowedSchemes.UnionWith(["https", "http", "mailto"]);
        sanitizer.AllowedCssProperties.Clear();
        sanitizer.AllowedCssProperties.Add("text-align");
        sanitizer.AllowedAtRules.Clear();
        sanitizer.PostProcessNode += (_, e) =>
        {
            if (e.Node is IHtmlAnchorElement link)
            {
                link.SetAttribute("rel", "noopener noreferrer");
                link.SetAttribute("target", "_blank");
                SayWhere(link);
            }
        };
        return sanitizer;
    }
}
