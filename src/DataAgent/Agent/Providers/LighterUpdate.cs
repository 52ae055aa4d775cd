using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Providers;

internal static class LighterUpdate
{
    /// <summary>Lets the SDK's own event go: updates are kept until the answer ends, and each would keep its JSON many times over.</summary>
    public static ChatResponseUpdate Lighter(this ChatResponseUpdate update)
    {
        update.RawRepresentation = null;
        foreach (var content in update.Contents)
            content.RawRepresentation = null;
        return update;
    }
}
