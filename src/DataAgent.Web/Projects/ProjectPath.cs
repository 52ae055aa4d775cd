using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Projects;

/// <summary>Addresses of a project's pages and of what they fetch.</summary>
public static class ProjectPath
{
    public const string New = "/projects/new";

    /// <summary>All projects, also when there is but one, which <c>/</c> leads to at once.</summary>
    public const string All = "/?all=true";

    /// <summary>Projects that were put away.</summary>
    public const string Archived = "/projects/archived";

    public static string Chat(string slug) => $"/p/{slug}";
    public static string Conversation(string slug, Guid id) => $"/p/{slug}/c/{id}";

    /// <summary>One answer of a conversation.</summary>
    public static string Answer(string slug, Guid conversation, Guid run) => $"{Conversation(slug, conversation)}?run={run}";

    public static string Dictionary(string slug, string? table = null) =>
        table is null ? $"/p/{slug}/dictionary" : $"/p/{slug}/dictionary?table={Uri.EscapeDataString(table)}";

    public static string Diagram(string slug) => $"/p/{slug}/dictionary?view=diagram";

    public static string Usage(string slug) => $"/p/{slug}/usage";

    public static string Editor(string slug) => $"/p/{slug}/sql";
    public static string EditResult(string slug, Guid result) => $"/p/{slug}/sql?result={result}";
    public static string EditSaved(string slug, Guid query) => $"/p/{slug}/sql?query={query}";
    public static string SavedQueries(string slug) => $"/p/{slug}/queries";
    public static string SavedQuery(string slug, Guid id) => $"/p/{slug}/queries/{id}";
    public static string SaveResult(string slug, Guid result) => $"/p/{slug}/queries/new?result={result}";
    public static string NewQuery(string slug) => $"/p/{slug}/queries/new";

    public static string Settings(string slug) => $"/p/{slug}/settings";
    public static string Prompt(string slug) => $"/p/{slug}/prompt";

    public const string PlatformAudit = "/audit";

    public static string Audit(string slug) => $"/p/{slug}/audit";
    public static string AuditConversations(string slug) => $"/p/{slug}/audit/conversations";
    public static string Replay(string slug, Guid id) => $"/p/{slug}/audit/conversations/{id}";

    public static string Vocabulary(string slug) => $"/api/v1/projects/{slug}/sql/vocabulary";
    public static string Result(string slug, Guid id) => $"/api/v1/projects/{slug}/results/{id}";
    public static string Export(string slug, Guid id, string format) => $"/api/v1/projects/{slug}/results/{id}/export?format={format}";
    public static string Chart(string slug, Guid id) => $"/api/v1/projects/{slug}/charts/{id}";

    /// <summary>The project a page belongs to; null outside of <c>/p/…</c>.</summary>
    public static string? SlugOf(NavigationManager navigation) =>
        new Uri(navigation.Uri).AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["p", var slug, ..] ? slug : null;

    public static Guid? ConversationOf(NavigationManager navigation) =>
        new Uri(navigation.Uri).AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["p", _, "c", var id] && Guid.TryParse(id, out var found) ? found : null;
}
