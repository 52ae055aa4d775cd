using DataAgent.Agent;

namespace DataAgent.Web.Conversations;

/// <summary>Says how a run ended, so that a failure never looks like an answer.</summary>
public static class EndWords
{
    /// <returns>Null when it ended well or has not ended.</returns>
    public static string? Say(RunStatus status, string? detail) => status switch
    {
        RunStatus.Stopped => detail ?? "You stopped this answer. What was found until then is shown above.",
        RunStatus.Failed => detail ?? "This answer failed before it was complete. Ask again; if it keeps failing, tell an administrator.",
        RunStatus.Refused => detail ?? "The model declined to answer this question. Put it differently, or ask about the data itself.",
        RunStatus.StepLimit => detail ?? "This took more steps than the project allows. Ask for a smaller part of it.",
        _ => null,
    };
}
