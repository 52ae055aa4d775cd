using System.Data.Common;
using DataAgent.Agent;
using DataAgent.Conversations;
using DataAgent.Projects;
using DataAgent.Web.Projects;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Conversations;

/// <summary>One conversation. Watches its runs and never owns them: leaving the page ends the watching, not the run.</summary>
public sealed partial class ChatPage
{
    private enum Phase { Loading, Ready, Missing, Broken }

    private sealed record ChatProject(string Name, string Provider, bool MayExport);

    private sealed record Loaded(ChatProject Project, ConversationView? View);

    private readonly List<LiveTurn> _turns = [];
    private CancellationTokenSource _leaving = new();
    private (string Slug, Guid? Id)? _shown;
    private Phase _phase = Phase.Loading;
    private ChatProject? _project;
    private string _title = "";
    private string? _problem;
    private string _spoken = "";

    [Parameter] public string Slug { get; set; } = "";
    [Parameter] public Guid? Id { get; set; }

    private bool IsRunning => _turns is [.., { State.IsRunning: true }];

    private string Fine => _project?.Provider == "offline"
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
        _turns.Clear();
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
        var view = Id is { } id ? await Conversations.FindAsync(member, id, _leaving.Token) : null;
        return Id is not null && view is null ? null : new Loaded(new ChatProject(member.Project.Name, member.Project.LlmProvider, member.MayRunSql), view);
    }

    private void Show(Loaded? loaded)
    {
        if (loaded is null)
        {
            _phase = Phase.Missing;
            return;
        }

        (_phase, _project, _title) = (Phase.Ready, loaded.Project, loaded.View?.Title ?? "");
        _turns.AddRange((loaded.View?.Turns ?? []).Select(turn => new LiveTurn(TurnFold.From(turn))));
        if (IsRunning && RendererInfo.IsInteractive)
            _ = WatchAsync(_turns[^1], _leaving.Token);
    }

    private async Task<bool> AskAsync(string question)
    {
        _problem = null;
        if (IsRunning)
            return false;
        try
        {
            if (await Person.FindMemberAsync(Slug, _leaving.Token) is not { } member)
            {
                _phase = Phase.Missing;
                return false;
            }

            var id = Id ?? await Conversations.CreateAsync(member, _leaving.Token);
            return await StartAsync(member, id, question);
        }
        catch (DbException e)
        {
            LogBroken(Log, e);
            _problem = "The platform's database did not answer, so the question was not sent. Try again in a moment.";
            return false;
        }
    }

    private async Task<bool> StartAsync(Member member, Guid id, string question)
    {
        switch (await Runs.StartAsync(member, id, question, _leaving.Token))
        {
            case StartOutcome.Started started:
                var turn = new LiveTurn(TurnState.Asked(started.RunId, question, member.Project.LlmModel ?? member.Project.LlmProvider, Time.GetUtcNow()));
                _turns.Add(turn);
                (_shown, _spoken) = ((Slug, id), "Your question is being answered.");
                if (Id is null)
                {
                    _title = question;
                    Navigation.NavigateTo(ProjectPath.Conversation(Slug, id));
                }

                _ = WatchAsync(turn, _leaving.Token);
                News.Tell();
                StateHasChanged();
                return true;

            case StartOutcome.Busy:
                _problem = "This conversation is still answering, perhaps in another window. Load the page again to watch it, or stop it there.";
                break;
            case StartOutcome.Invalid invalid:
                _problem = invalid.Message;
                break;
            default:
                _phase = Phase.Missing;
                break;
        }

        if (Id is null)
            await Conversations.DeleteAsync(member, id, _leaving.Token);
        StateHasChanged();
        return false;
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
