namespace DataAgent.Drill;

/// <summary>Where a question was asked, and what two watchers saw of its answer.</summary>
/// <param name="Asker">Reads the stream of the question itself.</param>
/// <param name="Watcher">Reads along at another replica.</param>
internal sealed record Asked(Script Script, Guid Conversation, Guid Run, Sighting Asker, Sighting Watcher);
