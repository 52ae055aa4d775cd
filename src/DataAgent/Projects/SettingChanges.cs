using DataAgent.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace DataAgent.Projects;

/// <summary>What an edit of a project's settings changes, for the audit log: names with their values before and after, and of what is sealed only the name.</summary>
internal static class SettingChanges
{
    private const string Sealed = "sealed_";

    public static IReadOnlyList<AuditChange> Of(EntityEntry<Project> project) =>
    [
        .. project.Properties
            .Where(property => property.IsModified && property.Metadata.Name is not (nameof(Project.UpdatedAt) or nameof(Project.LoginMark)))
            .Select(property => Of(property.Metadata.GetColumnName(), property.OriginalValue, property.CurrentValue)),
    ];

    private static AuditChange Of(string column, object? before, object? after) => column.StartsWith(Sealed, StringComparison.Ordinal)
        ? new(column[Sealed.Length..], null, null)
        : new(column, Text(before), Text(after));

    private static string? Text(object? value) => value switch
    {
        IEnumerable<string> list => string.Join(", ", list),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    };
}
