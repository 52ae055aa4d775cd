using DataAgent.SqlGuard;

namespace DataAgent.Projects.Roles;

/// <summary>The login a project reads its database with, and what it may read.</summary>
/// <param name="AllowedTables">Empty: every table of the schema.</param>
/// <param name="ExcludedTables">Never granted, stronger than the other list.</param>
public sealed record ReadOnlyRole(
    string Name, string Password, string Schema, IReadOnlyList<string> AllowedTables, IReadOnlyList<string> ExcludedTables)
{
    public int ConnectionLimit { get; init; } = 10;
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromMinutes(10);

    public static ReadOnlyRole Of(Project project, string user, string password) =>
        new(user, password, project.DbSchema, project.AllowedTables, project.ExcludedTables);

    internal bool MayRead(string table) =>
        !ExcludedTables.Contains(table) && (AllowedTables.Count == 0 || AllowedTables.Contains(table));

    /// <summary>Would a grant on its parent show rows that the project does not? PostgreSQL checks only the parent's privileges.</summary>
    internal bool Hides(CatalogChild child) => new GuardPolicy(Schema)
    {
        AllowedTables = AllowedTables.Count == 0 ? null : AllowedTables.ToHashSet(),
        ExcludedTables = ExcludedTables.ToHashSet(),
    }.Hides(child);

    internal bool HidesTables => AllowedTables.Count > 0 || ExcludedTables.Count > 0;

    /// <remarks>A record would print its password.</remarks>
    public override string ToString() => $"read-only role {Name} on schema {Schema}";
}
