using System.Data.Common;
using DataAgent.Projects;
using DataAgent.Web.Dictionary;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace DataAgent.Web.Projects.Settings;

/// <summary>A project's settings for its admins, in parts that are saved each by itself.</summary>
public sealed partial class SettingsPage(Person person, ProjectNews news, NavigationManager navigation, IJSRuntime browser, ILogger<SettingsPage> log)
{
    private static readonly (string Id, string Title)[] Sections =
    [
        ("general", "General"), ("connection", "Connection"), ("tables", "Tables"), ("limits", "Limits"), ("prompt", "Prompt"), ("model", "Model"),
        ("members", "Members"), ("danger", "Archive or delete"),
    ];

    /// <param name="Stored">Null: not an admin.</param>
    private sealed record Found(StoredSettings? Stored);

    private SettingsDesk? _desk;
    private string? _shown, _problem;
    private bool _isMissing, _isForbidden, _isLeaving;
    private int _shownTables;

    [Parameter] public string Slug { get; set; } = "";

    protected override Task OnParametersSetAsync() => _shown == Slug ? Task.CompletedTask : LoadAsync();

    private async Task LoadAsync()
    {
        (_shown, _desk, _problem, _isMissing, _isForbidden) = (Slug, null, null, false, false);
        try
        {
            var found = await person.LoadOnceAsync($"settings/{Slug}", RendererInfo.IsInteractive, FindAsync);
            (_isMissing, _isForbidden) = (found is null, found is { Stored: null });
            if (found is { Stored: { } stored })
                _desk = new SettingsDesk(stored, StateHasChanged);
        }
        catch (DbException e)
        {
            DatabaseTrouble.LogUnread(log, Slug, e);
            _problem = "The platform's database did not answer. Nothing is lost.";
        }
    }

    private async Task<Found?> FindAsync() => await person.FindMemberAsync(Slug, CancellationToken.None) is { } member
        ? new(member.Role == Role.Admin ? StoredSettings.Of(member.Project) : null)
        : null;

    private async Task AskAsync(LocationChangingContext context)
    {
        // A link to a section of this page leads nowhere else.
        var isHere = navigation.ToAbsoluteUri(context.TargetLocation).AbsolutePath == navigation.ToAbsoluteUri(navigation.Uri).AbsolutePath;
        if (!isHere && !_isLeaving && _desk?.IsDirty == true && !await browser.InvokeAsync<bool>("confirm", "There are changes that are not saved. Leave the page without them?"))
            context.PreventNavigation();
    }

    private Task RenamedAsync(string slug)
    {
        news.Tell();
        if (slug == Slug)
            return Task.CompletedTask;
        // The page stays, with what is written and said on it; only its address is another one.
        (_shown, _isLeaving) = (slug, true);
        navigation.NavigateTo(ProjectPath.Settings(slug), replace: true);
        _isLeaving = false;
        return Task.CompletedTask;
    }

    private Task LeaveAsync(string address)
    {
        _isLeaving = true;
        news.Tell();
        navigation.NavigateTo(address);
        return Task.CompletedTask;
    }
}
