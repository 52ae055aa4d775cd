using System.Data.Common;
using DataAgent.Feedback;
using DataAgent.Projects;
using DataAgent.Queries;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Feedback;

/// <summary>Thumbs under an answer: up at once, down with a small form; either may be changed or taken back.</summary>
public sealed partial class FeedbackBar
{
    private static readonly (FeedbackReason Reason, string Words)[] Reasons =
    [
        (FeedbackReason.WrongFigures, "Wrong figures"), (FeedbackReason.WrongTables, "Wrong tables"),
        (FeedbackReason.Misunderstood, "Misunderstood"),
        (FeedbackReason.TooSlow, "Too slow"), (FeedbackReason.Other, "Something else"),
    ];

    private readonly CancellationTokenSource _leaving = new();
    private readonly HashSet<FeedbackReason> _reasons = [];
    private Guid? _shown;
    private FeedbackView? _own;
    private string _comment = "";
    private string _spoken = "";
    private string? _problem;
    private bool _isOpen;
    private bool _isBusy;

    [Parameter, EditorRequired] public string Slug { get; set; } = "";
    [Parameter, EditorRequired] public Guid ConversationId { get; set; }
    [Parameter, EditorRequired] public Guid RunId { get; set; }

    /// <summary>What the person said before the page was opened.</summary>
    [Parameter] public FeedbackView? Given { get; set; }

    /// <summary>Told of each change; null: taken back.</summary>
    [Parameter, EditorRequired] public Action<FeedbackView?> OnGiven { get; set; } = null!;

    protected override void OnParametersSet()
    {
        if (_shown == RunId)
            return;
        (_shown, _own) = (RunId, Given);
    }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private bool Is(FeedbackVerdict verdict) => _own?.Verdict == verdict;

    private Task UpAsync() => Is(FeedbackVerdict.Up) ? TakeBackAsync() : GiveAsync(new(FeedbackVerdict.Up, [], ""));

    private Task DownAsync() => GiveAsync(new(FeedbackVerdict.Down, [.. _reasons], _comment));

    private void OpenOrClose()
    {
        _isOpen = !_isOpen;
        _reasons.Clear();
        _comment = "";
        if (_own is { Verdict: FeedbackVerdict.Down } own)
        {
            _reasons.UnionWith(own.Reasons);
            _comment = own.Comment;
        }
    }

    private void Toggle(FeedbackReason reason)
    {
        if (!_reasons.Remove(reason))
            _reasons.Add(reason);
    }

    private Task GiveAsync(FeedbackDraft draft) => DoAsync(async member =>
    {
        switch (await Store.GiveAsync(member, ConversationId, RunId, draft, QueryDoor.Page, _leaving.Token))
        {
            case FeedbackOutcome.Kept kept:
                (_own, _isOpen, _spoken) = (kept.Feedback, false, "Thank you: your feedback is kept.");
                OnGiven(_own);
                break;
            case FeedbackOutcome.Invalid invalid:
                _problem = string.Join(" ", invalid.Errors.Select(e => e.Message));
                break;
            case FeedbackOutcome.TooEarly:
                _problem = FeedbackOutcome.TooEarly.Advice;
                break;
            default:
                _problem = "This answer was deleted, or it isn't yours to see.";
                break;
        }
    });

    private Task TakeBackAsync() => DoAsync(async member =>
    {
        await Store.TakeBackAsync(member, ConversationId, RunId, QueryDoor.Page, _leaving.Token);
        (_own, _isOpen, _spoken) = (null, false, "Your feedback is taken back.");
        OnGiven(null);
    });

    private async Task DoAsync(Func<Member, Task> change)
    {
        (_isBusy, _problem) = (true, null);
        try
        {
            if (await Person.FindMemberAsync(Slug, _leaving.Token) is { } member)
                await change(member);
            else
                _problem = "You are no longer a member of this project.";
        }
        catch (DbException)
        {
            _problem = "The platform's database did not answer, so nothing was kept. Try again in a moment.";
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _isBusy = false;
        }
    }
}
