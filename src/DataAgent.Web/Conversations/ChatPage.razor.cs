using System.Data.Common;
using DataAgent.Agent;
using DataAgent.Conversations;
using DataAgent.Feedback;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Web.Projects;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Conversations;

/// <summary>One conversation. Watches its runs and never owns them: leaving the page ends the watching, not the run.</summary>
public sealed partial class ChatPage
{
    /// <summary>Of a long conversation, its end is shown first: a page of hundreds of tables is slow to make and to read.</summary>
    private const int TurnsShown = 30;

    private enum Phase { Loading, Ready, Missing, Broken }

    private sealed record ChatProject(string Name, string Provider, bool MayExport);

    private sealed record Loaded(ChatProject Project, ConversationView? View, IReadOnlyDictionary<Guid, FeedbackView> Feedback);

    private static readonly Dictionary<Guid, FeedbackView> NoFeedback = [];

    private readonly TurnTree _turns = new();
    private Dictionary<Guid, FeedbackView> _feedback = [];
    private bool _isOwn = true;
    private int _hidden;
    private CancellationTokenSource _leaving = new();
    private (string Slug, Guid? Id)? _shown;
    private Phase _phase = Phase.Loading;
    private string _missing = "This conversation was deleted, or it isn't yours to see.";
    private ChatProject? _project;
    private string _title = "";
    private string? _problem;
    private string _spoken = "";

    [Parameter] public string Slug { get; set; } = "";
    [Parameter] public Guid? Id { get; set; }

    /// <summary>The answer that the address leads to.</summary>
    [SupplyParameterFromQuery] public Guid? Run { get; set; }

    private bool IsRunning => _turns.Running is not null;

    private string Fine => !_isOwn ? "This is another person's conversation: you can read it, and only they ask in it."
        : _project?.Provider == "offline"
        ? "Offline analyst: answers plain questions from the dictionary, without a language model."
        : "Answers can be wrong. The SQL of every step is shown.";

    protected override Task OnParametersSetAsync() => _shown == (Slug, Id) ? Task.CompletedTask : LoadAsync();

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private async Task LoadAsync()
    {
        await _leaving.CancelAsync();
        _leaving.Dispose();
        _leaving = new CancellationTokenSource();
        _shown = (Slug, Id);
        _turns.Load(null);
        (_phase, _title, _problem, _spoken) = (Phase.Loading, "", null, "");
        try
        {
            var loaded = await Person.LoadOnceAsync($"chat/{Slug}/{Id}", RendererInfo.IsInteractive, FindAsync);
            if (_shown != (Slug, Id))
                return;
            Show(loaded);
        }
        catch (DbException e)
        {
            LogBroken(Log, e);
            _phase = Phase.Broken;
        }
    }

    private async Task<Loaded?> FindAsync()
    {
        if (await Person.FindMemberAsync(Slug, _leaving.Token) is not { } member)
            return null;
        var view = Id is { } id ? await Conversations.FindAsync(member, id, QueryDoor.Page, _leaving.Token) : null;
        if (Id is not null && view is null)
            return null;
        var feedback = view is null ? NoFeedback : await Feedback.ListOwnAsync(member, view.Id, _leaving.Token);
        return new Loaded(new ChatProject(member.Project.Name, member.Project.LlmProvider, member.MayRunSql), view, feedback);
    }

    private void Show(Loaded? loaded)
    {
        if (loaded is null)
        {
            _phase = Phase.Missing;
            return;
        }

        (_phase, _project, _title) = (Phase.Ready, loaded.Project, loaded.View?.Title ?? "");
        (_feedback, _isOwn) = (new(loaded.Feedback), loaded.View?.IsOwn ?? true);
        _turns.Load(loaded.View);
        _hidden = Math.Max(0, _turns.Shown.Count - TurnsShown);
        if (Run is { } linked)
            ShowLinked(linked);
        if (_turns.Running is { } running && RendererInfo.IsInteractive)
            _ = WatchAsync(running, _leaving.Token);
    }

    /// <summary>Also one of the earlier questions, and a version that is not the one its owner goes on from.</summary>
    private void ShowLinked(Guid run)
    {
        if (!_turns.Has(run))
        {
            _problem = "The answer that this link leads to is not in this conversation any more.";
            return;
        }

        if (_turns.Shown.All(turn => turn.State.RunId != run))
            _turns.Show(run);
        _hidden = Math.Min(_hidden, _turns.Shown.TakeWhile(turn => turn.State.RunId != run).Count());
    }

    private Task<bool> AskAsync(string question) => AskAsync(question, replaces: null);

    /// <param name="replaces">The run whose question is put anew.</param>
    private async Task<bool> AskAsync(string question, Guid? replaces)
    {
        _problem = null;
        if (IsRunning)
            return false;
        try
        {
            if (await Person.FindMemberAsync(Slug, _leaving.Token) is not { } member)
            {
                (_phase, _missing) = (Phase.Missing, "You are not a member of this project any more, so the question was not sent.");
                return false;
            }

            var id = Id ?? await Conversations.CreateAsync(member, _leaving.Token);
            return await StartAsync(member, id, question, replaces);
        }
        catch (DbException e)
        {
            LogBroken(Log, e);
            _problem = "The platform's database did not answer, so the question was not sent. Try again in a moment.";
            return false;
        }
        finally
        {
            // The composer asks, and by itself only the composer is shown anew.
            StateHasChanged();
        }
    }

    private async Task<bool> StartAsync(Member member, Guid id, string question, Guid? replaces)
    {
        var outcome = replaces is { } run
            ? await Runs.ReplaceAsync(member, id, run, question, QueryDoor.Page, _leaving.Token)
            : await Runs.StartAsync(member, id, question, QueryDoor.Page, _leaving.Token);
        switch (outcome)
        {
            case StartOutcome.Started started when started.ParentRunId != (replaces is { } old ? _turns.ParentOf(old) : _turns.End):
                // Another window has gone on meanwhile: show what it did, too.
                await LoadAsync();
                News.Tell();
                return true;

            case StartOutcome.Started started:
                var turn = new LiveTurn(TurnState.Asked(started.RunId, question, member.Project.LlmModel ?? member.Project.LlmProvider, Time.GetUtcNow()));
                _turns.Add(turn, started.ParentRunId);
                (_shown, _spoken, _title) = ((Slug, id), "Your question is being answered.", started.Title);
                if (Id is null)
                    Navigation.NavigateTo(ProjectPath.Conversation(Slug, id));

                _ = WatchAsync(turn, _leaving.Token);
                News.Tell();
                return true;

            case StartOutcome.Busy:
                _problem = "This conversation is still answering, perhaps in another window. Load the page again to watch it, or stop it there.";
                break;
            case StartOutcome.Limited limited:
                _problem = limited.Message;
                break;
            case StartOutcome.Invalid invalid:
                _problem = invalid.Message;
                break;
            default:
                _phase = Phase.Missing;
                break;
        }

        if (Id is null)
            await Conversations.DeleteAsync(member, id, QueryDoor.Page, _leaving.Token);
        return false;
    }

    /// <summary>The owner's choice is kept; somebody else only looks.</summary>
    private async Task ShowVersionAsync(Guid runId)
    {
        try
        {
            // Kept before it is shown: what was seen is there after a reload, however soon that comes, and leaving does not take it back.
            if (_isOwn && Id is { } id && await Person.FindMemberAsync(Slug, CancellationToken.None) is { } member)
                await Conversations.ShowVersionAsync(member, id, runId, CancellationToken.None);
        }
        catch (DbException e)
        {
            LogBroken(Log, e);
            _problem = "The platform's database did not answer, so this version was not kept. Choose it again in a moment.";
        }

        _turns.Show(runId);
        _hidden = Math.Min(_hidden, Math.Max(0, _turns.Shown.Count - TurnsShown));
        StateHasChanged();
    }

    /// <remarks>A turn that is switched away and back asks again what was said of it.</remarks>
    private void Remember(Guid runId, FeedbackView? feedback)
    {
        if (feedback is null)
            _feedback.Remove(runId);
        else
            _feedback[runId] = feedback;
    }

    private async Task StopAsync()
    {
        if (Id is { } id && await Person.FindMemberAsync(Slug, _leaving.Token) is { } member)
            await Runs.StopAsync(member, id, _leaving.Token);
    }

    private async Task WatchAsync(LiveTurn turn, CancellationToken leaving)
    {
        try
        {
            if (await Person.FindMemberAsync(Slug, leaving) is not { } member)
                return;
            await foreach (var happened in Runs.WatchAsync(member, turn.State.RunId, 0, leaving))
                turn.Apply(happened, Time.GetUtcNow());
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException)
        {
            LogLostSight(Log, turn.State.RunId, e);
            turn.LoseSight("The connection to the running answer was lost. Load the page again to see how it went on.");
        }

        _spoken = EndWords.Say(turn.State.Status, turn.State.Detail) ?? "The answer is complete.";
        News.Tell();
        await InvokeAsync(StateHasChanged);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A conversation could not be loaded or asked.")]
    private static partial void LogBroken(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The events of run {RunId} could not be followed.")]
    private static partial void LogLostSight(ILogger logger, Guid runId, Exception exception);
}
