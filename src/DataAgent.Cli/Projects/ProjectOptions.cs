using System.CommandLine;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.SqlGuard;

namespace DataAgent.Cli.Projects;

/// <summary>The settings of a project as options, the same for adding and editing.</summary>
internal sealed class ProjectOptions
{
    private readonly Option<string?> _name = Text("--name", "What people call it.");
    private readonly Option<string?> _slug;
    private readonly Option<string?> _description = Text("--description", "What the data is about.");
    private readonly Option<string?> _host = Text("--db-host", "Host of the customer's database.");
    private readonly Option<int?> _port = Number("--db-port", "Port of the customer's database.");
    private readonly Option<string?> _database = Text("--db-name", "Name of the customer's database.");
    private readonly Option<string?> _schema = Text("--db-schema", "The one schema that is asked.");
    private readonly Option<string?> _user = Text("--db-user", "Login of the read-only role.");
    private readonly Option<string?> _password = Text("--db-password", "Password of the read-only role; - reads a line of standard input.");
    private readonly Option<string?> _tls = Text("--db-tls", "disable, prefer, require or verify-full.");
    private readonly Option<string?> _allow = Text("--allow", "Only these tables, parted by commas; an empty text lifts the list.");
    private readonly Option<string?> _exclude = Text("--exclude", "Never these tables, parted by commas; an empty text lifts the list.");
    private readonly Option<string?> _functions = Text(
        "--allow-functions", "Functions of the schema that may be called, as name(argument types), parted by commas; an empty text lifts the list.");
    private readonly Option<string?> _extensions = Text(
        "--extensions", $"Extensions that may be used, parted by commas; an empty text lifts the list. Known: {string.Join(", ", KnownExtensions.Names)}.");
    private readonly Option<bool?> _samples = new("--samples")
    {
        Description = "Whether the dictionary may hold values of the rows: samples, ranges, lists.",
        HelpName = "true|false",
    };

    private readonly Option<string?> _prompt = Text("--prompt", "What the model should know about this project.");
    private readonly Option<int?> _rows = Number("--max-rows", "Rows a query may return.");
    private readonly Option<int?> _exportRows = Number("--max-export-rows", "Rows an export may hold.");
    private readonly Option<int?> _seconds = Number("--timeout", "Seconds a query may take.");
    private readonly Option<string?> _provider = Text("--provider", "Who answers: offline, anthropic, or openai (also any endpoint that speaks its chat completions).");
    private readonly Option<string?> _model = Text("--model", "The provider's model; an empty text means its default.");
    private readonly Option<string?> _modelUrl = Text("--model-url", "Where the model is asked, such as https://models.example.com/v1; an empty text means the platform's.");
    private readonly Option<string?> _modelKey = Text(
        "--model-key", "The project's own key at the provider; - reads a line of standard input, an empty text removes it. It is never shown.");

    public ProjectOptions(bool isNew) =>
        _slug = Text(isNew ? "--slug" : "--new-slug", "Its name in addresses and commands: lower-case letters, digits, hyphens.");

    public Symbol[] All =>
    [
        _name, _slug, _description, _host, _port, _database, _schema, _user, _password, _tls, _allow, _exclude, _functions, _extensions,
        _samples, _prompt, _rows, _exportRows, _seconds, _provider, _model, _modelUrl, _modelKey,
    ];

    /// <summary>What was typed, over <paramref name="before"/>.</summary>
    public async Task<ProjectSettings> ReadAsync(CliRun run, ProjectSettings before, CancellationToken cancellationToken) => before with
    {
        Name = run.Find(_name) ?? before.Name,
        Slug = run.Find(_slug) ?? before.Slug,
        Description = run.Find(_description) ?? before.Description,
        DbHost = run.Find(_host) ?? before.DbHost,
        DbPort = run.Find(_port) ?? before.DbPort,
        DbName = run.Find(_database) ?? before.DbName,
        DbSchema = run.Find(_schema) ?? before.DbSchema,
        DbUser = run.Find(_user),
        DbPassword = await run.ReadAsync(run.Find(_password), whole: false, cancellationToken),
        DbTls = run.Find(_tls) ?? before.DbTls,
        AllowedTables = Names(run.Find(_allow)) ?? before.AllowedTables,
        ExcludedTables = Names(run.Find(_exclude)) ?? before.ExcludedTables,
        AllowedFunctions = run.Find(_functions) is { } functions ? AllowedFunction.Split(functions) : before.AllowedFunctions,
        AllowedExtensions = Names(run.Find(_extensions)) ?? before.AllowedExtensions,
        ShowSamples = run.Find(_samples) ?? before.ShowSamples,
        SystemPrompt = run.Find(_prompt) ?? before.SystemPrompt,
        MaxRowsPerQuery = run.Find(_rows) ?? before.MaxRowsPerQuery,
        MaxExportRows = run.Find(_exportRows) ?? before.MaxExportRows,
        MaxQueryTimeoutSeconds = run.Find(_seconds) ?? before.MaxQueryTimeoutSeconds,
        LlmProvider = run.Find(_provider) ?? before.LlmProvider,
        ModelBaseUrl = run.Find(_modelUrl) is { } url ? url.Length == 0 ? null : url.Trim() : before.ModelBaseUrl,
        ModelKey = await run.ReadAsync(run.Find(_modelKey), whole: false, cancellationToken),
        LlmModel = run.Find(_model) is { } model ? model.Length == 0 ? null : model : before.LlmModel,
    };

    public static int Finish(CliRun run, ProjectOutcome outcome) => outcome switch
    {
        ProjectOutcome.Saved saved => Saved(run, saved),
        ProjectOutcome.Invalid invalid => run.Refuse(invalid.Errors),
        ProjectOutcome.Forbidden forbidden => run.Refuse(forbidden.Message),
        ProjectOutcome.Changed changed => run.Refuse(changed.Message),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static int Saved(CliRun run, ProjectOutcome.Saved saved)
    {
        run.Report.One(
            new { saved.Id, saved.Slug, DatabaseRole = saved.Standing.Verdict }, output => output.WriteLine($"Saved project {saved.Slug}."));
        if (saved.Standing.Verdict == RoleVerdict.Stopped)
            run.Streams.Error.WriteLine(StandingWords.Of(saved.Standing));
        return CommandLine.Ok;
    }

    private static string[]? Names(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Option<string?> Text(string name, string description) => new(name) { Description = description, HelpName = "text" };

    private static Option<int?> Number(string name, string description) => new(name) { Description = description, HelpName = "number" };
}
