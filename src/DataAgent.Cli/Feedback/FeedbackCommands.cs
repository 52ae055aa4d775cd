using System.CommandLine;
using System.Diagnostics;
using DataAgent.Feedback;
using DataAgent.Queries;

namespace DataAgent.Cli.Feedback;

/// <summary>What people say of answers.</summary>
internal static class FeedbackCommands
{
    public static Command Create(CommandBuilder commands) => new("feedback", "What people say of answers.")
    {
        List(commands), Give(commands), Remove(commands),
    };

    private static Command List(CommandBuilder commands)
    {
        var slug = CommandBuilder.Project();
        return commands.Create("list", "List the feedback in a project, the newest first: admins see everybody's, others their own.",
            async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            run.Report.List("feedback", await run.Get<FeedbackList>().ListAsync(member, cancellationToken),
                ("AT", f => f.GivenAt), ("WHO", f => f.Email), ("VERDICT", f => f.Verdict),
                ("REASONS", f => f.Reasons.Select(r => r.Word())), ("QUESTION", f => f.Question), ("SQL", f => f.SqlCount),
                ("MODEL", f => f.Model), ("COMMENT", f => f.Comment), ("RUN", f => f.RunId));
            return CommandLine.Ok;
        }, slug);
    }

    private static Command Give(CommandBuilder commands)
    {
        var (slug, conversation, runId) = (CommandBuilder.Project(), Conversation(), Run());
        var verdict = new Argument<string>("verdict") { Description = "up or down." };
        verdict.AcceptOnlyFromAmong("up", "down");
        var reasons = new Option<string[]>("--reason")
        {
            Description = $"What was wrong: {string.Join(", ", FeedbackWords.Reasons)}; again for each.",
            HelpName = "word",
        };
        reasons.AcceptOnlyFromAmong([.. FeedbackWords.Reasons]);
        var comment = new Option<string?>("--comment")
        {
            Description = $"In your words, up to {FeedbackStore.MaxComment} characters; - reads it from standard input.",
            HelpName = "text",
        };
        return commands.Create("give", "Say what you think of an answer, in place of what you said before.",
            async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var text = await run.ReadAsync(run.Find(comment), whole: true, cancellationToken);
            var draft = FeedbackWords.Find(run.Value(verdict), run.Find(reasons), text) ?? throw new UnreachableException();
            var outcome = await run.Get<FeedbackStore>().GiveAsync(
                member, run.Value(conversation), run.Value(runId), draft, QueryDoor.CommandLine, cancellationToken);
            switch (outcome)
            {
                case FeedbackOutcome.Kept kept:
                    run.Report.One(kept.Feedback, output => output.WriteLine("Kept. Thank you."));
                    return CommandLine.Ok;
                case FeedbackOutcome.Invalid invalid:
                    return run.Refuse(invalid.Errors);
                case FeedbackOutcome.TooEarly:
                    return run.Refuse(FeedbackOutcome.TooEarly.Advice);
                default:
                    return run.Refuse(
                        "There is no such answer that you may see. See the runs of a conversation with: dataagent conversation show");
            }
        }, slug, conversation, runId, verdict, reasons, comment);
    }

    private static Command Remove(CommandBuilder commands)
    {
        var (slug, conversation, runId) = (CommandBuilder.Project(), Conversation(), Run());
        return commands.Create("remove", "Take back what you said of an answer.", async (run, cancellationToken) =>
        {
            var member = await run.GetMemberAsync(run.Value(slug), cancellationToken);
            var store = run.Get<FeedbackStore>();
            if (!await store.TakeBackAsync(member, run.Value(conversation), run.Value(runId), QueryDoor.CommandLine, cancellationToken))
                return run.Refuse("There is no feedback of yours on this answer. List it with: dataagent feedback list");
            run.Report.One(new { removed = run.Value(runId) }, output => output.WriteLine("Taken back."));
            return CommandLine.Ok;
        }, slug, conversation, runId);
    }

    private static Argument<Guid> Conversation() => new("conversation") { Description = "Its id." };

    private static Argument<Guid> Run() => new("run") { Description = "The answer, by the id of its run; conversation show prints it." };
}
