namespace DataAgent.Guide;

/// <summary>A page of the guide.</summary>
/// <param name="Name">What stands behind <c>/guide/</c> and behind <c>dataagent guide</c>.</param>
/// <param name="Summary">One line: what the page is for.</param>
public sealed record GuidePage(string Name, string Title, string Summary, string Markdown);

/// <summary>Pages that belong together, in the order in which they are read.</summary>
public sealed record GuideGroup(string Title, IReadOnlyList<GuidePage> Pages);
