namespace DataAgent.Operations;

/// <summary>How the platform fares, read from its database: the same from every process. Nothing of what is in a project.</summary>
/// <param name="Waiting">Runs that no living process works on: each is taken over within seconds.</param>
/// <param name="Queries">Of the last hour, by outcome and kind.</param>
/// <param name="Slowest">Of the last day; not their SQL, which belongs to the project's members.</param>
/// <param name="ModelErrors">Of the last day, by provider and reason.</param>
public sealed record OperationsReport(
    Versions Versions, IReadOnlyList<LiveServer> Servers, int Waiting, Connections Connections,
    IReadOnlyList<QueryCount> Queries, IReadOnlyList<SlowQuery> Slowest, IReadOnlyList<ModelError> ModelErrors);

/// <param name="Migration">The newest that the database has.</param>
public sealed record Versions(string Product, string PostgreSql, string Migration);

/// <summary>A process that holds its lock: a web server, or a command that asks.</summary>
/// <param name="Address">Where it connects from; null on a socket of the same machine.</param>
public sealed record LiveServer(string? Address, DateTimeOffset Since, int LiveRuns);

/// <summary>Connections to the platform's own database.</summary>
public sealed record Connections(int Open, int Active, int Limit);

/// <param name="Kind">Why it was refused, or the SQLSTATE it failed with; empty for the others.</param>
public sealed record QueryCount(string Outcome, string Kind, int Count);

public sealed record SlowQuery(string Project, DateTimeOffset At, string Outcome, long Milliseconds, int Relations);

public sealed record ModelError(string Provider, string Reason, int Count, DateTimeOffset Last);
