namespace DataAgent.Conversations;

/// <summary>The right to append to a run: it is <paramref name="Owner"/>'s as long as <paramref name="Epoch"/> is the run's own.</summary>
/// <param name="Epoch">Counts take-overs from 1; the next owner gets a higher one, and the database refuses the lower.</param>
internal sealed record RunLease(Guid RunId, Guid ConversationId, Guid Owner, int Epoch);

/// <summary>Another process works on the run now. Nothing was written; let go of it without a word.</summary>
internal sealed class LeaseLostException() : Exception("The run's lease belongs to another process.");
