using System.Globalization;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Tokens;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Account;

/// <summary>A person's own API tokens. A new one is shown in the answer to the form that made it, and never again.</summary>
public sealed partial class TokenSection(ApiTokens tokens, ProjectAccess access, TimeProvider clock)
{
    private IReadOnlyList<TokenLine> _tokens = [];
    private IReadOnlyList<ProjectSummary> _projects = [];
    private IReadOnlyList<FieldError> _errors = [];
    private TokenOutcome.Made? _made;
    private DateTimeOffset _now;
    private bool _isPosted;

    [CascadingParameter] private HttpContext Http { get; set; } = null!;
    [SupplyParameterFromForm(FormName = "token")] private string? TokenName { get; set; }
    [SupplyParameterFromForm(FormName = "token")] private bool Read { get; set; }
    [SupplyParameterFromForm(FormName = "token")] private bool Ask { get; set; }
    [SupplyParameterFromForm(FormName = "token")] private bool Manage { get; set; }
    [SupplyParameterFromForm(FormName = "token")] private string? Project { get; set; }
    [SupplyParameterFromForm(FormName = "token")] private int? Days { get; set; }

    /// <summary>The form is as at first: nothing was sent, or what was sent is made.</summary>
    private bool IsNew => !_isPosted || _made is not null;

    protected override async Task OnInitializedAsync()
    {
        _now = clock.GetUtcNow();
        _projects = await access.ListProjectsAsync(Http.User.GetUserId(), Http.RequestAborted);
        _tokens = await tokens.ListAsync(Http.User.GetUserId(), Http.RequestAborted);
    }

    private async Task AddAsync()
    {
        _isPosted = true;
        var draft = new TokenDraft(TokenName ?? "", Scopes(), Days ?? 0, string.IsNullOrEmpty(Project) ? null : Project);
        var outcome = await tokens.AddAsync(Http.User.GetUserId(), draft, QueryDoor.Page, Http.RequestAborted);
        _errors = outcome is TokenOutcome.Invalid invalid ? invalid.Errors : [];
        if (outcome is not TokenOutcome.Made made)
            return;
        // The answer holds a secret.
        Http.Response.Headers.CacheControl = "no-store";
        _made = made;
        _tokens = await tokens.ListAsync(Http.User.GetUserId(), Http.RequestAborted);
    }

    private async Task RevokeAsync(Guid id)
    {
        await tokens.RevokeAsync(Http.User.GetUserId(), id, QueryDoor.Page, Http.RequestAborted);
        _tokens = await tokens.ListAsync(Http.User.GetUserId(), Http.RequestAborted);
    }

    private IReadOnlyList<string> Scopes() =>
        [.. new[] { (Read, TokenScope.Read), (Ask, TokenScope.Ask), (Manage, TokenScope.Manage) }
            .Where(one => one.Item1).Select(one => one.Item2.Word())];

    private string? Invalid(string field) => Error(field) is null ? null : "true";

    private string? Described(string field) => Error(field) is null ? null : $"token-{field}-problem";

    private string? Error(string field) => _errors.FirstOrDefault(error => error.Field == field)?.Message;

    private RenderFragment? Problem(string field) => Error(field) is not { } message ? null : builder =>
    {
        builder.OpenElement(0, "p");
        builder.AddAttribute(1, "id", Described(field));
        builder.AddAttribute(2, "class", "problem");
        builder.AddAttribute(3, "role", "alert");
        builder.AddContent(4, message);
        builder.CloseElement();
    };

    private static RenderFragment Day(DateTimeOffset time) => builder =>
    {
        builder.OpenElement(0, "local-time");
        builder.AddAttribute(1, "at", time.ToString("O"));
        builder.AddContent(2, time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        builder.CloseElement();
    };
}
