using System.Data.Common;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Web.Dictionary;
using DataAgent.Web.SignIn;
using DataAgent.Web.Ui;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Projects.Settings;

public enum TableChoice { All, Only, AllBut }

/// <summary>Which tables of the schema a project shows.</summary>
public sealed partial class TablesSection(Person person, ConnectionTrial trial, ILogger<TablesSection> log)
{
    private static readonly (TableChoice Choice, string Words)[] Choices =
    [
        (TableChoice.All, "All tables of the schema"), (TableChoice.Only, "Only these"), (TableChoice.AllBut, "All but these"),
    ];

    private TableChoice _choice;
    private HashSet<string> _ticked = [];
    private ProjectSettings? _read;
    private IReadOnlyList<SchemaTable>? _tables;
    private string? _problem;

    [Parameter, EditorRequired] public string Slug { get; set; } = "";
    [Parameter, EditorRequired] public PartDraft Part { get; set; } = null!;
    [Parameter, EditorRequired] public string Schema { get; set; } = "";

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

    // The customer's database may be slow or away; the rest of the page does not wait for it.
    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? LoadAsync() : Task.CompletedTask;

    private async Task LoadAsync()
    {
        _problem = null;
        try
        {
            _tables = await person.FindMemberAsync(Slug, CancellationToken.None) is { } member ? await trial.ListTablesAsync(member, CancellationToken.None) : null;
            _problem = _tables is null ? "Only an admin of the project sees all tables of the schema." : null;
        }
        catch (Exception e) when (e is DbException || DatabaseTrouble.Words(e) is not null)
        {
            DatabaseTrouble.LogUnread(log, Slug, e);
            _problem = DatabaseTrouble.Words(e) ?? "The platform's database did not answer. Try again in a moment.";
        }

        StateHasChanged();
    }

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

    /// <remarks>An empty list would mean the opposite: every table.</remarks>
    private IReadOnlyList<FieldError> Check() => _choice != TableChoice.All && _ticked.Count == 0
        ? [new("allowed_tables", _choice == TableChoice.Only ? "Tick at least one table, or choose all tables." : "Tick at least one table to hide, or choose all tables.")]
        : [];

    private static string Shown(IReadOnlyList<SchemaTable> tables) =>
        $"{tables.Count(t => t is { IsShown: true, PartitionOf: null })} of {Words.Count(tables.Count(t => t.PartitionOf is null), "table", "tables")}";
}
