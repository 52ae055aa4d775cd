using DataAgent.Conversations;
using DataAgent.Queries;
using DataAgent.Web.Projects;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace DataAgent.Web.Conversations;

public sealed partial class ConversationList
{
    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<ConversationSummary>? _all;
    private string _search = "";
    private string _newTitle = "";
    private Guid? _open;
    private Guid? _renaming;
    private Guid? _deleting;

    [Parameter, EditorRequired] public string Slug { get; set; } = "";

    protected override async Task OnInitializedAsync()
    {
        _open = ProjectPath.ConversationOf(Navigation);
        News.Changed += OnNews;
        Navigation.LocationChanged += OnMoved;
        _all = await Person.LoadOnceAsync($"conversations/{Slug}", RendererInfo.IsInteractive, ListAsync) ?? [];
    }

    public void Dispose()
    {
        News.Changed -= OnNews;
        Navigation.LocationChanged -= OnMoved;
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private IEnumerable<ConversationSummary> Found =>
        (_all ?? []).Where(c => c.Title.Contains(_search.Trim(), StringComparison.OrdinalIgnoreCase)).OrderByDescending(c => c.IsPinned).ThenByDescending(c => c.UpdatedAt);

    private static string Title(ConversationSummary conversation) => conversation.Title.Length > 0 ? conversation.Title : "New conversation";

    private async Task<IReadOnlyList<ConversationSummary>?> ListAsync() =>
        await Person.FindMemberAsync(Slug, _leaving.Token) is { } member ? await Conversations.ListAsync(member, _leaving.Token) : null;

    private void OnNews() => _ = InvokeAsync(async () =>
    {
        try
        {
            _all = await ListAsync() ?? [];
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    });

    private void OnMoved(object? sender, LocationChangedEventArgs e)
    {
        _open = ProjectPath.ConversationOf(Navigation);
        _ = InvokeAsync(StateHasChanged);
    }

    private void CancelOnEscape(KeyboardEventArgs e)
    {
        if (e.Key == "Escape")
            _renaming = null;
    }

    private async Task PinAsync(ConversationSummary conversation)
    {
        if (await Person.FindMemberAsync(Slug, _leaving.Token) is { } member)
            await Conversations.PinAsync(member, conversation.Id, !conversation.IsPinned, _leaving.Token);
        News.Tell();
    }

    private async Task RenameAsync(Guid id)
    {
        _renaming = null;
        if (_newTitle.Trim().Length > 0 && await Person.FindMemberAsync(Slug, _leaving.Token) is { } member)
            await Conversations.RenameAsync(member, id, _newTitle.Trim(), QueryDoor.Page, _leaving.Token);
        News.Tell();
    }

    private async Task DeleteAsync(Guid id)
    {
        _deleting = null;
        if (await Person.FindMemberAsync(Slug, _leaving.Token) is { } member)
            await Conversations.DeleteAsync(member, id, QueryDoor.Page, _leaving.Token);
        News.Tell();
        if (id == _open)
            Navigation.NavigateTo(ProjectPath.Chat(Slug));
    }
}
