using DataAgent.Guide;

namespace DataAgent.Web.Guide;

/// <summary>Addresses of the guide.</summary>
internal static class GuidePath
{
    public const string Root = "/guide";

    public static string Of(GuidePage page) => $"{Root}/{page.Name}";

    /// <param name="url">What a page says: another file of the repository, a heading of its own, an address.</param>
    /// <param name="from">The address of the page that says it.</param>
    /// <returns>Null for a file that is no page of the guide.</returns>
    public static string? Resolve(string url, string from)
    {
        if (url.StartsWith('#'))
            return from + url;
        if (url.Contains("://", StringComparison.Ordinal) || url.StartsWith("mailto:", StringComparison.Ordinal))
            return url;
        var (file, anchor) = url.IndexOf('#') is var at && at < 0 ? (url, "") : (url[..at], url[at..]);
        var name = Path.GetFileNameWithoutExtension(file);
        if (name == "README")
            return Root;
        return file.EndsWith(".md", StringComparison.Ordinal) && GuideBook.Find(name) is { } page ? Of(page) + anchor : null;
    }
}
