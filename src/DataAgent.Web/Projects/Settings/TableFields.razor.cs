using DataAgent.Projects;
using DataAgent.Projects.Roles;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Projects.Settings;

public enum TableChoice { All, Only, AllBut }

/// <summary>The choice of tables: all, only those that are ticked, or all but those.</summary>
public sealed partial class TableFields
{
    private static readonly (TableChoice Choice, string Words)[] Choices =
    [
        (TableChoice.All, "All tables of the schema"), (TableChoice.Only, "Only these"), (TableChoice.AllBut, "All but these"),
    ];

    private TableChoice _choice;
    private HashSet<string> _ticked = [];
    private ProjectSettings? _read;

    [Parameter, EditorRequired] public PartDraft Part { get; set; } = null!;

    /// <summary>Null: not known (yet).</summary>
    [Parameter, EditorRequired] public IReadOnlyList<SchemaTable>? Tables { get; set; }

    [Parameter] public string? Problem { get; set; }
    [Parameter] public EventCallback OnRetry { get; set; }

    protected override void OnParametersSet()
    {
        // Somebody else's lists, or those that were just saved, take the place of what was ticked.
        if (ReferenceEquals(_read, Part.Seen.Settings) || (_read is not null && Part.IsDirty))
            return;
        _read = Part.Seen.Settings;
        (_choice, _ticked) = Part.Draft switch
        {
            { AllowedTables.Count: > 0 } only => (TableChoice.Only, only.AllowedTables.ToHashSet()),
            { ExcludedTables.Count: > 0 } allBut => (TableChoice.AllBut, allBut.ExcludedTables.ToHashSet()),
            _ => (TableChoice.All, []),
        };
    }

    /// <remarks>An empty list would mean the opposite: every table.</remarks>
    public IReadOnlyList<FieldError> Check() => _choice != TableChoice.All && _ticked.Count == 0
        ? [new("allowed_tables", _choice == TableChoice.Only ? "Tick at least one table, or choose all tables." : "Tick at least one table to hide, or choose all tables.")]
        : [];

    private void Choose(TableChoice choice)
    {
        (_choice, _ticked) = (choice, []);
        Part.Draft = Part.Draft with { AllowedTables = [], ExcludedTables = [] };
    }

    private void Write()
    {
        string[] names = [.. _ticked.Order(StringComparer.Ordinal)];
        Part.Draft = _choice == TableChoice.Only ? Part.Draft with { AllowedTables = names } : Part.Draft with { ExcludedTables = names };
    }
}
