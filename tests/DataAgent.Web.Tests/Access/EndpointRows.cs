namespace DataAgent.Web.Tests.Access;

/// <summary>What one endpoint of the API answers to whom.</summary>
/// <param name="Route">As it is mapped.</param>
/// <param name="Viewer">Status for members of this role, as <paramref name="Analyst"/> and <paramref name="Admin"/>.</param>
/// <param name="Body">JSON, with places such as <c>{run}</c>.</param>
internal sealed record EndpointRow(string Method, string Route, int Viewer, int Analyst, int Admin, string? Body = null, string Query = "");

/// <summary>What an endpoint outside any project answers to whoever is signed in, and to platform administrators.</summary>
/// <param name="ForPeople">No token opens it: 403.</param>
/// <param name="OfArchived">To an admin whose project is archived; null: as to anybody.</param>
internal sealed record PlatformRow(
    string Method, string Route, int Anybody, int Administrator, string? Body = null, string Query = "", bool ForPeople = false, int? OfArchived = null);

/// <summary>The whole API, in an order in which what an endpoint takes away is not needed any more. An endpoint without a row fails the tests.</summary>
internal static class EndpointRows
{
    private const string Project = "/api/v1/projects/{slug}", Conversation = Project + "/conversations/{id:guid}";
    private const string Drawn = "?chart_type=bar&x_column=status";

    /// <remarks>Everybody else is told the same of each: 401 without a sign-in, 404 without a membership.</remarks>
    public static readonly IReadOnlyList<EndpointRow> OfProject =
    [
        new("GET", Project + "/", 200, 200, 200),
        new("PATCH", Project + "/", 403, 403, 428, "{}"),
        new("GET", Project + "/members/", 200, 200, 200),
        new("POST", Project + "/members/", 403, 403, 400, """{"email": "nobody@example.test", "role": "viewer"}"""),
        new("PATCH", Project + "/members/{id:guid}", 403, 403, 200, """{"role": "viewer"}"""),
        new("GET", Project + "/invitations/", 403, 403, 200),
        new("POST", Project + "/invitations/", 403, 403, 400, """{"email": "nobody", "role": "viewer"}"""),
        new("PATCH", Project + "/invitations/{id:guid}", 403, 403, 200, """{"role": "analyst"}"""),
        // It was sent a moment ago.
        new("POST", Project + "/invitations/{id:guid}/resend", 403, 403, 429),
        new("DELETE", Project + "/invitations/{id:guid}", 403, 403, 204),
        new("GET", Project + "/role", 200, 200, 200),
        new("POST", Project + "/role/check", 403, 403, 200),
        new("POST", Project + "/role/accept", 403, 403, 412, """{"findings": []}"""),
        new("POST", Project + "/model/test", 403, 403, 400),
        new("GET", Project + "/prompt", 403, 403, 200),
        new("GET", Project + "/usage", 200, 200, 200),
        new("GET", Project + "/dictionary", 200, 200, 200),
        new("POST", Project + "/dictionary/refresh", 403, 403, 200),
        new("GET", Project + "/dictionary/notes", 200, 200, 200),
        new("PUT", Project + "/dictionary/notes", 403, 403, 200, """{"table": "orders", "description": "Purchases."}"""),
        new("DELETE", Project + "/dictionary/notes", 403, 403, 412, Query: "?table=orders"),
        new("PUT", Project + "/dictionary/hints", 403, 403, 204, """{"from_table": "orders", "from_column": "order_id", "to_table": "customers", "to_column": "customer_id"}"""),
        new("DELETE", Project + "/dictionary/hints", 403, 403, 204, Query: "?from_table=orders&from_column=order_id&to_table=customers&to_column=customer_id"),
        new("GET", Project + "/sql/vocabulary", 403, 200, 200),
        new("POST", Project + "/query", 403, 200, 200, """{"sql": "select 1 as one"}"""),
        new("POST", Project + "/export", 403, 200, 200, """{"sql": "select 1 as one", "format": "csv"}"""),
        new("GET", Project + "/results/{id:guid}", 200, 200, 200),
        new("GET", Project + "/results/{id:guid}/figure", 200, 200, 200, Query: Drawn),
        new("GET", Project + "/results/{id:guid}/figure.png", 200, 200, 200, Query: Drawn),
        new("GET", Project + "/results/{id:guid}/export", 403, 200, 200, Query: "?format=csv"),
        new("GET", Project + "/charts/{id:guid}", 200, 200, 200),
        new("GET", Project + "/charts/{id:guid}.png", 200, 200, 200),
        new("GET", Project + "/saved-queries/", 403, 200, 200),
        new("POST", Project + "/saved-queries/", 403, 200, 200, """{"name": "Mine", "sql": "select 1 as one"}"""),
        new("GET", Project + "/saved-queries/{id:guid}", 403, 200, 200),
        new("GET", Project + "/saved-queries/{id:guid}/versions", 403, 200, 200),
        new("POST", Project + "/saved-queries/{id:guid}/run", 403, 200, 200, "{}"),
        new("PUT", Project + "/saved-queries/{id:guid}", 403, 428, 428, """{"name": "Ours", "sql": "select 2 as two", "shared": true}"""),
        new("DELETE", Project + "/saved-queries/{id:guid}", 403, 403, 204),
        new("GET", Project + "/feedback", 200, 200, 200),
        new("GET", Project + "/audit", 403, 403, 200),
        new("GET", Project + "/audit/export", 403, 403, 200, Query: "?format=csv"),
        new("GET", Project + "/audit/conversations", 403, 403, 200),
        new("GET", Project + "/conversations", 200, 200, 200),
        new("POST", Project + "/conversations", 201, 201, 201),
        new("GET", Conversation, 200, 200, 200),
        new("PATCH", Conversation, 204, 204, 204, """{"title": "Another"}"""),
        new("GET", Conversation + "/runs/{runId:guid}/events", 200, 200, 200),
        new("PUT", Conversation + "/runs/{runId:guid}/feedback/", 200, 200, 200, """{"verdict": "up"}"""),
        new("GET", Conversation + "/runs/{runId:guid}/feedback/", 200, 200, 200),
        new("DELETE", Conversation + "/runs/{runId:guid}/feedback/", 204, 204, 204),
        new("PUT", Conversation + "/active-run", 204, 204, 204, """{"run_id": "{run}", "runId": "{run}"}"""),
        new("POST", Conversation + "/messages", 200, 200, 200, """{"text": "How many orders are there?"}"""),
        new("POST", Conversation + "/stop", 404, 404, 404),
        new("DELETE", Conversation, 204, 204, 204),
        new("DELETE", Project + "/members/{id:guid}", 403, 403, 204),
        // Deleting one is in ProjectArchiveTests: here it is archived, and brought back below by whoever may.
        new("DELETE", Project + "/", 403, 403, 400, """{"name": "Another"}"""),
        new("POST", Project + "/archive", 403, 403, 204),
    ];

    public static readonly IReadOnlyList<PlatformRow> OfPlatform =
    [
        new("GET", "/api/v1/projects", 200, 200),
        new("POST", "/api/v1/projects", 403, 400, "{}"),
        new("GET", "/api/v1/archived-projects/", 200, 200),
        new("DELETE", "/api/v1/archived-projects/{slug}", 404, 404, """{"name": "Another"}""", OfArchived: 400),
        new("POST", "/api/v1/archived-projects/{slug}/restore", 404, 404, OfArchived: 204),
        new("GET", "/api/v1/audit", 403, 200),
        new("GET", "/api/v1/audit/export", 403, 200, Query: "?format=csv"),
        new("GET", "/api/v1/admin/people/", 403, 200),
        new("POST", "/api/v1/admin/people/", 403, 400, """{"email": "nobody"}""", ForPeople: true),
        new("PUT", "/api/v1/admin/people/{id:guid}/administrator", 403, 204, ForPeople: true),
        new("DELETE", "/api/v1/admin/people/{id:guid}/administrator", 403, 204, ForPeople: true),
        new("POST", "/api/v1/admin/people/{id:guid}/reset-link", 403, 200, ForPeople: true),
        new("POST", "/api/v1/admin/people/{id:guid}/sign-out-everywhere", 403, 204),
        new("POST", "/api/v1/admin/people/{id:guid}/disable", 403, 204),
        new("POST", "/api/v1/admin/people/{id:guid}/enable", 403, 204, ForPeople: true),
        new("GET", "/api/v1/admin/projects", 403, 200),
        new("POST", "/api/v1/admin/projects/{slug}/invitations", 403, 400, """{"email": "nobody", "role": "viewer"}""", ForPeople: true),
        new("GET", "/api/v1/admin/settings", 403, 200),
        new("GET", "/api/v1/operations", 403, 200),
        new("GET", "/api/v1/account/", 200, 200),
        new("POST", "/api/v1/account/password", 400, 400, """{"current": "wrong", "new": "wrong"}""", ForPeople: true),
        new("DELETE", "/api/v1/account/sign-ins/{provider}", 404, 404, ForPeople: true),
        new("GET", "/api/v1/account/passkeys/", 200, 200, ForPeople: true),
        new("DELETE", "/api/v1/account/passkeys/{id:guid}", 404, 404, ForPeople: true),
        new("GET", "/api/v1/account/tokens/", 200, 200, ForPeople: true),
        new("POST", "/api/v1/account/tokens/", 201, 201, """{"name": "nightly", "scopes": ["read"]}""", ForPeople: true),
        new("DELETE", "/api/v1/account/tokens/{id:guid}", 404, 404, ForPeople: true),
        new("POST", "/api/v1/account/sign-out-everywhere", 204, 204, ForPeople: true),
    ];
}
