namespace DataAgent.Queries;

/// <summary>The project's database could not be used. The message is ours: it says what to do, and is safe to show to people and the model.</summary>
/// <param name="sqlState">Five characters; <c>null</c> when no connection came about.</param>
public sealed class ProjectDatabaseException(string? sqlState, string advice, Exception? inner = null) : Exception(advice, inner)
{
    public string? SqlState { get; } = sqlState;
}
