using System.Net;
using DataAgent.Web.Ui;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DataAgent.Web.Guide;

/// <summary>A heading with a link to itself, to send to somebody.</summary>
internal sealed class GuideHeadingRenderer(string path) : HtmlObjectRenderer<HeadingBlock>
{
    protected override void Write(HtmlRenderer renderer, HeadingBlock obj)
    {
        var id = obj.GetAttributes().Id;
        renderer.Write($"<h{obj.Level} id=\"{id}\">").WriteLeafInline(obj);
        renderer.Write($" <a class=\"anchor\" href=\"{path}#{id}\" aria-label=\"Link to this heading\">#</a></h{obj.Level}>").EnsureLine();
    }
}

/// <summary>Code as everywhere in the product, with its button.</summary>
internal sealed class GuideCodeRenderer : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock obj)
    {
        var (language, text) = ((obj as FencedCodeBlock)?.Info, obj.Lines.ToString());
        var name = language switch
        {
            "sh" or "bash" or "console" => "terminal",
            "sql" => "SQL",
            null or "" => "text",
            _ => WebUtility.HtmlEncode(language),
        };
        var inner = language is "sql" ? SqlHighlighter.ToHtml(text) : WebUtility.HtmlEncode(text);
        renderer.Write($"""<div class="code"><div class="code-head"><span>{name}</span>""")
            .Write("""<button type="button" class="quiet small" data-copy>Copy</button></div>""")
            .Write($"""<pre tabindex="0"><code>{inner}</code></pre></div>""").EnsureLine();
    }
}

/// <summary>A name in a sentence or a table, which breaks between its parts where it must.</summary>
internal sealed class GuideNameRenderer : HtmlObjectRenderer<CodeInline>
{
    protected override void Write(HtmlRenderer renderer, CodeInline obj)
    {
        var name = WebUtility.HtmlEncode(obj.Content).Replace(":", ":<wbr>", StringComparison.Ordinal).Replace("_", "_<wbr>", StringComparison.Ordinal);
        renderer.Write($"<code>{name}</code>");
    }
}

/// <summary>A table that scrolls inside itself where it is too wide, by keyboard too.</summary>
internal sealed class GuideTableRenderer : HtmlTableRenderer
{
    protected override void Write(HtmlRenderer renderer, Table table)
    {
        renderer.Write("""<div class="table-scroll" role="region" aria-label="Table" tabindex="0">""");
        base.Write(renderer, table);
        renderer.Write("</div>").EnsureLine();
    }
}
