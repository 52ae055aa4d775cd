using System.Data.Common;
using System.Text.Json;
using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SavedQueries;
using DataAgent.Web.Dictionary;
using DataAgent.Web.SignIn;
using DataAgent.Web.SqlEditor;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Queries;

/// <summary>Runs a query of a person's own and shows what became of it. Stop, and leaving the page, end it in PostgreSQL.</summary>
public sealed partial class RunView(Person person, ILogger<RunView> log) : IDisposable
{
    private CancellationTokenSource? _stop;
    private SavedQueryOutcome? _outcome;
    private string? _problem;
    private string _sql = "", _spoken = "";

    [Parameter, EditorRequired] public string Slug { get; set; } = "";

    /// <summary>It began or ended to run.</summary>
    [Parameter] public EventCallback OnChanged { get; set; }

    public bool IsRunning => _stop is not null;

    /// <summary>What is wrong where, in the text that ran.</summary>
    public IReadOnlyList<SqlMark> Marks => SqlMark.Of((_outcome as SavedQueryOutcome.Ran)?.Query);

    private string Title => _outcome switch
    {
        SavedQueryOutcome.Ran { Query: QueryOutcome.Failed } => "The database could not run this.",
        SavedQueryOutcome.Invalid => "Some values do not fit.",
        _ => "Refused: nothing reached the database.",
    };

    private IEnumerable<(string Code, string Sentence, int At)> Reasons => _outcome switch
    {
        SavedQueryOutcome.Ran { Query: QueryOutcome.Refused refused } => refused.Reasons.Select(r => (Snake(r.Code.ToString()), r.Message, r.Position)),
        SavedQueryOutcome.Ran { Query: QueryOutcome.Failed failed } => [(failed.SqlState ?? "no connection", failed.Advice, failed.Position)],
        SavedQueryOutcome.Ran { Query: QueryOutcome.NotPermitted no } => [("not_permitted", no.Advice, -1)],
        SavedQueryOutcome.Ran { Query: QueryOutcome.RoleNotAccepted no } => [("role_not_accepted", no.Standing.Advice, -1)],
        SavedQueryOutcome.NotPermitted no => [("not_permitted", no.Advice, -1)],
        SavedQueryOutcome.Invalid invalid => invalid.Errors.Select(e => (e.Field, e.Message, -1)),
        _ => [("not_found", "This query was removed meanwhile, or is not shared any more.", -1)],
    };

    /// <param name="sql">As the person wrote it; positions lead into it.</param>
    public async Task RunAsync(string sql, Func<Member, CancellationToken, Task<SavedQueryOutcome>> run)
    {
        if (IsRunning)
            return;
        using var stop = _stop = new CancellationTokenSource();
        (_sql, _outcome, _problem, _spoken) = (sql, null, null, "The query is running.");
        await OnChanged.InvokeAsync();
        try
        {
            if (await person.FindMemberAsync(Slug, stop.Token) is { } member)
                _outcome = await run(member, stop.Token);
            else
                _problem = "You are not a member of this project any more.";
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _problem = "Stopped. The query was ended in the database, too.";
        }
        catch (Exception e) when (e is DbException || DatabaseTrouble.Words(e) is not null)
        {
            LogBroken(log, e);
            _problem = DatabaseTrouble.Words(e) ?? "The platform's database did not answer, so nothing is shown. Run it again in a moment.";
        }

        _stop = null;
        _spoken = _problem ?? (_outcome is SavedQueryOutcome.Ran { Query: QueryOutcome.Ran ran } ? Ui.Words.Rows(ran.Table.Rows.Count) : Title);
        StateHasChanged();
        await OnChanged.InvokeAsync();
    }

    public void Stop() => _stop?.Cancel();

    public void Dispose() => Stop();

    private static string Snake(string code) => JsonNamingPolicy.SnakeCaseLower.ConvertName(code);

    private static TableArtifact ArtifactOf(QueryOutcome.Ran ran) => new(
        ran.ResultId, ran.Table.Sql, ran.Table.Rows.Count, ran.Table.Truncated, ran.Table.CutReason, (long)ran.Table.Elapsed.TotalMilliseconds,
        ran.Table.Relations, ran.Table.RanAt);

    [LoggerMessage(Level = LogLevel.Error, Message = "A query of a person's own could not be carried out.")]
    private static partial void LogBroken(ILogger logger, Exception exception);
}
