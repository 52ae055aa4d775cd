using System.Data.Common;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SavedQueries;
using DataAgent.Web.Dictionary;
using DataAgent.Web.Projects;
using DataAgent.Web.Queries;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.SavedQueries;

/// <summary>One saved query: run it with values, edit it, see and take back what was before.</summary>
public sealed partial class SavedQueryPage(Person person, SavedQueryStore queries, NavigationManager navigation, ILogger<SavedQueryPage> log)
{
    private sealed record Page(SavedQueryOutcome Outcome, IReadOnlyList<SavedQueryEdition> Versions, bool MayRemove);

    private RunView? _run;
    private Page? _page;
    private (string, Guid)? _shown;
    private string? _problem, _refusal, _changeProblem;
    private bool _isMissing, _isEditing, _isRemoving;
    private IReadOnlyList<ParameterRow> _rows = [];

    [Parameter] public string Slug { get; set; } = "";
    [Parameter] public Guid Id { get; set; }

    private SavedQueryView? Query => (_page?.Outcome as SavedQueryOutcome.Found)?.Query;

    protected override Task OnParametersSetAsync() => _shown == (Slug, Id) ? Task.CompletedTask : LoadAsync();

    private async Task LoadAsync()
    {
        (_shown, _page, _isEditing, _isRemoving) = ((Slug, Id), null, false, false);
        await ReadAsync(() => person.LoadOnceAsync($"queries/{Slug}/{Id}", RendererInfo.IsInteractive, FindAsync));
    }

    private async Task ReadAsync(Func<Task<Page?>> find)
    {
        (_problem, _refusal, _isMissing) = (null, null, false);
        try
        {
            _page = await find();
            _refusal = (_page?.Outcome as SavedQueryOutcome.NotPermitted)?.Advice;
            _isMissing = _page?.Outcome is null or SavedQueryOutcome.NotFound;
            _rows = [.. (Query?.Parameters ?? []).Select(Row)];
        }
        catch (Exception e) when (e is DbException || DatabaseTrouble.Words(e) is not null)
        {
            DatabaseTrouble.LogUnread(log, Slug, e);
            _problem = DatabaseTrouble.Words(e) ?? "The platform's database did not answer. Nothing is lost.";
        }
    }

    private async Task<Page?> FindAsync()
    {
        if (await person.FindMemberAsync(Slug, CancellationToken.None) is not { } member)
            return null;
        var outcome = await queries.FindAsync(member, Id, CancellationToken.None);
        var versions = await queries.ListVersionsAsync(member, Id, CancellationToken.None) ?? [];
        return new(outcome, versions, outcome is SavedQueryOutcome.Found { Query.IsMine: true } || member.Role == Role.Admin);
    }

    /// <summary>A value given before stays while the parameter does.</summary>
    private ParameterRow Row(QueryParameter parameter) => new(parameter.Name)
    {
        Type = parameter.Type,
        Value = _rows.FirstOrDefault(row => row.Parameter == parameter)?.Value ?? "",
    };

    private Task RunAsync()
    {
        var values = ParameterRow.Values(_rows);
        return _run!.RunAsync(Query!.Sql, (member, cancellationToken) => queries.RunAsync(member, Id, values, cancellationToken));
    }

    private async Task EditedAsync(SavedQueryView? saved)
    {
        _isEditing = false;
        // Also when the edit was given up: perhaps because somebody else was quicker.
        await ReadAsync(FindAsync);
    }

    private Task RestoreAsync(SavedQueryEdition version) => ChangeAsync(async member =>
    {
        var draft = new SavedQueryDraft(version.Name, version.Sql)
        {
            Description = version.Description,
            Parameters = version.Parameters,
            IsShared = Query!.IsShared,
        };
        _changeProblem = SavedQueryForm.Read(await queries.EditAsync(member, Id, Query.Version, draft, QueryDoor.Page, CancellationToken.None)).Problem;
        await ReadAsync(FindAsync);
    });

    private Task RemoveAsync() => ChangeAsync(async member =>
    {
        var outcome = await queries.RemoveAsync(member, Id, QueryDoor.Page, CancellationToken.None);
        if (outcome is SavedQueryOutcome.Removed or SavedQueryOutcome.NotFound)
            navigation.NavigateTo(ProjectPath.SavedQueries(Slug));
        else
            _changeProblem = SavedQueryForm.Read(outcome).Problem;
    });

    private async Task ChangeAsync(Func<Member, Task> change)
    {
        (_isRemoving, _changeProblem) = (false, null);
        try
        {
            if (await person.FindMemberAsync(Slug, CancellationToken.None) is { } member)
                await change(member);
            else
                _changeProblem = "You are not a member of this project any more.";
        }
        catch (Exception e) when (e is DbException || DatabaseTrouble.Words(e) is not null)
        {
            DatabaseTrouble.LogUnread(log, Slug, e);
            _changeProblem = DatabaseTrouble.Words(e) ?? "The platform's database did not answer, so nothing was changed. Try again in a moment.";
        }
    }
}
