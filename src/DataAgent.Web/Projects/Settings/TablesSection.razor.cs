using System.Data.Common;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Web.Dictionary;
using DataAgent.Web.SignIn;
using DataAgent.Web.Ui;
using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Projects.Settings;

/// <summary>Which tables of the schema a project shows.</summary>
public sealed partial class TablesSection(Person person, ConnectionTrial trial, ILogger<TablesSection> log)
{
    private TableFields? _fields;
    private IReadOnlyList<SchemaTable>? _tables;
    private string? _problem;

    [Parameter, EditorRequired] public string Slug { get; set; } = "";
    [Parameter, EditorRequired] public PartDraft Part { get; set; } = null!;
    [Parameter, EditorRequired] public string Schema { get; set; } = "";

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

    private IReadOnlyList<FieldError> Check() => _fields!.Check();

    private static string Shown(IReadOnlyList<SchemaTable> tables) =>
        $"{tables.Count(t => t is { IsShown: true, PartitionOf: null })} of {Words.Count(tables.Count(t => t.PartitionOf is null), "table", "tables")}";
}
