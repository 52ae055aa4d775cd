using System.Data.Common;
using System.Text;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.Users;
using DataAgent.Web.Dictionary;
using DataAgent.Web.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace DataAgent.Web.Projects.Settings;

/// <summary>A new project over a database of one's own, in steps. Everything is saved at once, at the end.</summary>
public sealed partial class NewProjectPage(
    Person person, ConnectionTrial trial, ProjectCatalog catalog, ProjectNews news, NavigationManager navigation, IJSRuntime browser, ILogger<NewProjectPage> log)
{
    private static readonly string[] Titles = ["Where it is", "Login", "Tables", "Name and model"];

    private readonly PartDraft _draft = new(ProjectPart.Connection, StoredSettings.Nothing);
    private TableFields? _fields;
    private IReadOnlyList<SchemaTable> _tables = [];
    private RoleReport? _report;
    private int _step;
    private bool _isForbidden, _isBusy, _isDone;

    private bool IsDirty => !_isDone && _draft.Draft != StoredSettings.Nothing.Settings;

    /// <summary>The login works but can do more than it should: that is the administrator's to weigh.</summary>
    private bool IsOpen => _step is 1 or 2 && _report is { Holds: false, Unreached: null };

    private string Next => _step switch
    {
        0 => "Test and go on",
        1 => "Test the login and go on",
        2 => IsOpen ? "Test again" : "Go on",
        _ => "Make the project",
    };

    protected override async Task OnInitializedAsync() => _isForbidden = await person.LoadOnceAsync(
        "administrator/new", RendererInfo.IsInteractive, () => person.FindAdministratorAsync(CancellationToken.None)) is null;

    private async Task NextAsync()
    {
        if (_isBusy)
            return;
        (_isBusy, _report) = (true, null);
        _draft.Refuse([]);
        try
        {
            if (await person.FindAdministratorAsync(CancellationToken.None) is { } user)
                await StepAsync(user);
            else
                _draft.Refuse("Only a platform administrator adds projects.");
        }
        catch (DbException e)
        {
            DatabaseTrouble.LogUnread(log, "(new)", e);
            _draft.Refuse("A database did not answer, so nothing was saved. Try again in a moment.");
        }

        _isBusy = false;
    }

    private Task StepAsync(User user) => _step switch
    {
        0 => ReachAsync(user),
        1 => TryLoginAsync(user),
        2 => TryTablesAsync(user),
        _ => AddAsync(user),
    };

    private async Task ReachAsync(User user)
    {
        if (Read(await trial.ReachAsync(user, _draft.Draft, CancellationToken.None)) is not null)
            Go();
    }

    private async Task TryLoginAsync(User user)
    {
        if (Read(await trial.RunAsync(user, _draft.Draft with { AllowedTables = [], ExcludedTables = [] }, CancellationToken.None)) is not { } tried)
            return;
        _tables = tried.Tables;
        if (tried.Report.Holds)
            Go();
        else
            _report = tried.Report;
    }

    private async Task TryTablesAsync(User user)
    {
        if (_fields!.Check() is { Count: > 0 } errors)
        {
            _draft.Refuse(errors);
            return;
        }

        if (Read(await trial.RunAsync(user, _draft.Draft, CancellationToken.None)) is not { } tried)
            return;
        if (tried.Report.Holds)
            Go();
        else
            _report = tried.Report;
    }

    private async Task AddAsync(User user)
    {
        switch (await catalog.AddAsync(user, _draft.Draft, QueryDoor.Page, CancellationToken.None))
        {
            case ProjectOutcome.Saved saved:
                _isDone = true;
                news.Tell();
                navigation.NavigateTo(ProjectPath.Chat(saved.Slug));
                break;
            case ProjectOutcome.Invalid invalid:
                _draft.Refuse(invalid.Errors);
                _step = invalid.Errors.Min(error => StepOf(error.Field));
                break;
            case ProjectOutcome.Forbidden no:
                _draft.Refuse(no.Message);
                break;
        }
    }

    private TrialOutcome.Tried? Read(TrialOutcome outcome)
    {
        switch (outcome)
        {
            case TrialOutcome.Tried tried:
                return tried;
            case TrialOutcome.Invalid invalid:
                _draft.Refuse(invalid.Errors);
                _step = Math.Min(_step, invalid.Errors.Min(error => StepOf(error.Field)));
                return null;
            case TrialOutcome.Forbidden no:
                _draft.Refuse(no.Message);
                return null;
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }

    private static int StepOf(string field) => field switch
    {
        "db_user" or "db_password" => 1,
        "allowed_tables" or "excluded_tables" => 2,
        _ => field.StartsWith("db_", StringComparison.Ordinal) ? 0 : 3,
    };

    private void Go() => (_step, _report) = (_step + 1, null);

    private void Back()
    {
        (_step, _report) = (_step - 1, null);
        _draft.Refuse([]);
    }

    private void Rename(string name)
    {
        var follows = _draft.Draft.Slug.Length == 0 || _draft.Draft.Slug == SlugOf(_draft.Draft.Name);
        _draft.Draft = _draft.Draft with { Name = name, Slug = follows ? SlugOf(name) : _draft.Draft.Slug };
    }

    /// <summary>All but ASCII's letters and digits becomes one hyphen.</summary>
    private static string SlugOf(string name)
    {
        var slug = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant())
            if (char.IsAsciiLetterOrDigit(letter))
                slug.Append(letter);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        return slug.ToString()[..Math.Min(slug.Length, 63)].Trim('-');
    }

    private string Script(IReadOnlyList<SchemaTable> tables)
    {
        var settings = _draft.Draft;
        var role = new ReadOnlyRole(settings.DbUser ?? "dataagent_reader", settings.DbPassword ?? "", settings.DbSchema, settings.AllowedTables, settings.ExcludedTables);
        return RoleSetup.Sketch(tables.Count == 0 ? role with { AllowedTables = [], ExcludedTables = [] } : role, settings.DbName, [.. tables.Select(t => t.Name)]);
    }

    private static string Verdict(RoleReport report) =>
        report.Unreached is not null ? "It does not connect." : "It connects, but something is open. Questions are stopped until it is closed, or an admin accepts it.";

    private async Task AskAsync(LocationChangingContext context)
    {
        if (IsDirty && !await browser.InvokeAsync<bool>("confirm", "Nothing is saved yet. Leave the page and give it up?"))
            context.PreventNavigation();
    }
}
