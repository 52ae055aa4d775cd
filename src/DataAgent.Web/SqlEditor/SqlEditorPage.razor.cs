using System.Data.Common;
using DataAgent.Audit;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SavedQueries;
using DataAgent.Web.Queries;
using DataAgent.Web.SavedQueries;
using DataAgent.Web.SignIn;
using DataAgent.Web.Ui;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.SqlEditor;

/// <summary>Where an analyst writes SQL. The text is the browser's; it comes here to be run or saved.</summary>
public sealed partial class SqlEditorPage(
    Person person, SavedQueryStore queries, ResultStore results, AuditLog audit, TimeProvider clock, ILogger<SqlEditorPage> log) : IDisposable
{
    private const int RunsShown = 20;

    // The audit log has an index by time, and none by person.
    private static readonly TimeSpan RunsBack = TimeSpan.FromDays(30);

    private sealed record Page(string Project, bool MayRunSql, int MaxRows, int MaxSeconds)
    {
        public string Sql { get; init; } = "";
        public string? From { get; init; }
        public bool IsFromLost { get; init; }
        public string Store { get; init; } = "";
        public IReadOnlyList<OwnRun> Runs { get; init; } = [];
    }

    private readonly CancellationTokenSource _leaving = new();
    private RunView? _run;
    private Page? _page;
    private (string, Guid?, Guid?)? _shown;
    private string _sql = "";
    private string? _problem, _note, _hint;
    private bool _isMissing, _isSaving;
    private SavedQueryView? _saved;
    private IReadOnlyList<ParameterRow> _rows = [];

    // Names whose fields the person has seen.
    private HashSet<string> _asked = [];

    private IReadOnlyList<SqlMark> _marks = [];

    [Parameter] public string Slug { get; set; } = "";

    /// <summary>The result whose SQL is to be edited.</summary>
    [SupplyParameterFromQuery] public Guid? Result { get; set; }

    /// <summary>The saved query whose SQL is to be edited.</summary>
    [SupplyParameterFromQuery] public Guid? Query { get; set; }

    protected override Task OnParametersSetAsync() => _shown == (Slug, Result, Query) ? Task.CompletedTask : LoadAsync();

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private async Task LoadAsync()
    {
        _shown = (Slug, Result, Query);
        (_problem, _page, _isMissing, _note, _marks, _hint) = (null, null, false, null, [], null);
        try
        {
            _page = await person.LoadOnceAsync($"sql/{Slug}/{Result}/{Query}", RendererInfo.IsInteractive, FindAsync);
            _isMissing = _page is null;
            _sql = _page?.Sql ?? "";
            _note = _page?.IsFromLost == true ? "The SQL you came for is no longer kept, or it isn't yours to see." : null;
        }
        catch (DbException e)
        {
            LogUnread(log, e);
            _problem = "The platform's database did not answer. What you wrote is kept in this browser.";
        }
    }

    private async Task<Page?> FindAsync()
    {
        if (await person.FindMemberAsync(Slug, _leaving.Token) is not { } member)
            return null;
        var page = new Page(member.Project.Name, member.MayRunSql, member.Project.MaxRowsPerQuery, member.Project.MaxQueryTimeoutSeconds)
        {
            Store = $"sql/{member.UserId:n}/{member.Project.Id:n}",
        };
        if (!member.MayRunSql)
            return page;
        var sql = await FindSqlAsync(member);
        return page with
        {
            Sql = sql ?? "",
            From = sql is null ? null : $"{Result}/{Query}",
            IsFromLost = sql is null && (Result ?? Query) is not null,
            Runs = await ListRunsAsync(member),
        };
    }

    private async Task<string?> FindSqlAsync(Member member)
    {
        if (Result is { } result)
            return (await results.FindAsync(member, result, _leaving.Token))?.Sql;
        return Query is { } id && await queries.FindAsync(member, id, _leaving.Token) is SavedQueryOutcome.Found found ? found.Query.Sql : null;
    }

    private Task<IReadOnlyList<OwnRun>> ListRunsAsync(Member member) =>
        audit.ListOwnRunsAsync(member, clock.GetUtcNow() - RunsBack, RunsShown, _leaving.Token);

    private void Changed(string sql) => (_sql, _marks, _hint) = (sql, [], null);

    private async Task RunAsync()
    {
        _hint = null;
        if (string.IsNullOrWhiteSpace(_sql))
        {
            _hint = "Write a SELECT first.";
            return;
        }

        _rows = ParameterRow.Of(_sql, _rows);
        if (_rows.Any(row => row is { Value: "", Type: not (null or ParameterType.Text) }) || _rows.Any(row => !_asked.Contains(row.Name)))
        {
            _asked = [.. _rows.Select(row => row.Name)];
            _hint = "Give each parameter its type and value, then run again.";
            return;
        }

        _saved = null;
        var (sql, rows) = (_sql, _rows);
        await _run!.RunAsync(sql, (member, cancellationToken) =>
            queries.TryAsync(member, sql, ParameterRow.Parameters(rows), ParameterRow.Values(rows), cancellationToken));
    }

    private async Task RanAsync()
    {
        _marks = _run!.Marks;
        if (_run.IsRunning || _leaving.IsCancellationRequested)
            return;
        try
        {
            if (await person.FindMemberAsync(Slug, _leaving.Token) is { } member)
                _page = _page! with { Runs = await ListRunsAsync(member) };
        }
        catch (Exception e) when (e is DbException or OperationCanceledException)
        {
            // The list stays as it was; the run itself has said what is wrong.
            LogUnread(log, e);
        }
    }

    private void Saved(SavedQueryView? saved) => (_isSaving, _saved) = (false, saved);

    private static string OneLine(string sql)
    {
        var line = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 160 ? line[..160] + "…" : line;
    }

    private static string End(OwnRun run) => run.Outcome == "ran" ? $"{Words.Rows(run.Rows ?? 0)} · {Words.Took(run.DurationMs ?? 0)}" : run.Outcome;

    [LoggerMessage(Level = LogLevel.Error, Message = "The SQL editor's page could not be read.")]
    private static partial void LogUnread(ILogger logger, Exception exception);
}
