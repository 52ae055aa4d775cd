using Npgsql;

namespace DataAgent.Projects;

/// <summary>An open connection to a project's database as the project's role, for reading its catalog and trying its rights. The caller disposes it.</summary>
/// <exception cref="Queries.ProjectDatabaseException">The database may not or cannot be reached, or refused the login.</exception>
public delegate Task<NpgsqlConnection> ProjectConnector(Project project, CancellationToken cancellationToken);
