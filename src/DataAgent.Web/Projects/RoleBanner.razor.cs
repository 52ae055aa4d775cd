using System.Data.Common;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Projects;

/// <summary>Says on every page of a project that its database role can do more than read; admins accept it here, or have it checked again.</summary>
public sealed partial class RoleBanner(
    Person person, RoleChecks checks, RoleAcceptance acceptance, ConnectionDoctor doctor, ILogger<RoleBanner> log) : IDisposable
{
    private sealed record News(Guid ProjectId, RoleStanding Standing, bool IsAdmin);

    private string? _shown;
    private News? _news;
    private string? _problem;
    private string _spoken = "";
    private bool _isBusy;

    /// <summary>The project of the page; null on pages outside of a project.</summary>
    [Parameter] public string? Slug { get; set; }

    /// <summary>The page's address: a new one is a moment to look again.</summary>
    [Parameter] public string At { get; set; } = "";

    private RoleStanding Standing => _news!.Standing;

    private bool IsStopped => Standing.Verdict == RoleVerdict.Stopped;

    protected override void OnInitialized() => checks.Changed += OnChanged;

    protected override async Task OnParametersSetAsync()
    {
        var isFirst = _shown != Slug;
        if (isFirst)
            (_shown, _news, _problem, _spoken) = (Slug, null, null, "");
        if (Slug is null)
            return;
        if (isFirst)
            await LoadAsync(() => person.LoadOnceAsync($"role/{Slug}", RendererInfo.IsInteractive, FindAsync));
        // What the prerendered page handed over may be older than a check that another part of that page waited for.
        if (!isFirst || RendererInfo.IsInteractive)
            await LoadAsync(FindAsync);
    }

    public void Dispose() => checks.Changed -= OnChanged;

    private void OnChanged(Guid projectId)
    {
        // The first check of all may come with the first question on this page.
        if (_news?.ProjectId == projectId)
            _ = InvokeAsync(async () =>
            {
                await LoadAsync(FindAsync);
                StateHasChanged();
            });
    }

    private async Task LoadAsync(Func<Task<News?>> load)
    {
        try
        {
            var slug = Slug;
            var news = await load();
            if (slug == Slug)
                _news = news;
        }
        catch (DbException e)
        {
            // The page itself says that nothing can be loaded; what was known stays.
            LogUnknown(log, e);
        }
    }

    private async Task<News?> FindAsync() => await person.FindMemberAsync(Slug!, CancellationToken.None) is { } member
        ? new News(member.Project.Id, checks.Find(member.Project), member.Role == Role.Admin)
        : null;

    private Task CheckAsync() => ActAsync(async member =>
    {
        var report = await doctor.ExamineAsync(member, CancellationToken.None);
        _problem = report is null ? "Only an admin of the project checks its database role." : report.Unreached;
        _spoken = _problem is null ? "The role was checked." : "";
    });

    private Task AcceptAsync() => ActAsync(async member =>
    {
        var outcome = await acceptance.AcceptAsync(member, [.. Standing.Findings.Select(f => f.Name)], QueryDoor.Page, CancellationToken.None);
        _problem = outcome switch
        {
            AcceptanceOutcome.Forbidden no => no.Message,
            AcceptanceOutcome.Changed changed => changed.Message,
            _ => null,
        };
        _spoken = _problem is null ? "Accepted. Questions run again." : "";
    });

    private async Task ActAsync(Func<Member, Task> act)
    {
        (_isBusy, _problem) = (true, null);
        try
        {
            if (await person.FindMemberAsync(Slug!, CancellationToken.None) is { } member)
                await act(member);
        }
        catch (DbException e)
        {
            LogUnknown(log, e);
            _problem = "The platform's database did not answer. Try again in a moment.";
        }

        await LoadAsync(FindAsync);
        _isBusy = false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "How a project stands with its database role could not be read or changed.")]
    private static partial void LogUnknown(ILogger logger, Exception exception);
}
