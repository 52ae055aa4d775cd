using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using DataAgent.Agent;
using DataAgent.Audit;
using DataAgent.Dictionary.Notes;
using DataAgent.Limits;
using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.Queries;
using DataAgent.SavedQueries;
using DataAgent.SqlGuard;

namespace DataAgent.Web.Tests.Guide;

/// <summary>The page of limits says what the program does: each number is read from where the program has it, or tried out.</summary>
public sealed partial class LimitsPageTests
{
    private static readonly Assembly[] _parts =
        [typeof(Guard).Assembly, typeof(QueryOptions).Assembly, typeof(DataAgent.Web.Shell.WebHost).Assembly];

    private static readonly ProjectSettings _project =
        new() { Name = "Shop", Slug = "shop", DbHost = "localhost", DbName = "shop", DbUser = "reader", DbPassword = "" };

    private static readonly Dictionary<string, string> _limits = new()
    {
        ["characters of a question"] = Count(Constant("RunCoordinator", "MaxQuestionLength")),
        ["times the model is asked in one answer"] = Count(new AgentOptions().MaxSteps),
        ["tools of one step side by side"] = Count(new AgentOptions().MaxParallelTools),
        ["tries of one step"] = Count(new AgentOptions().MaxAttempts),
        ["time one process works on one answer"] = Time(new AgentOptions().RunDeadline),
        ["time of one tool, a query's own limit aside"] = Time(new AgentOptions().ToolTimeout),
        ["tokens of one step's answer"] = Count(new AgentOptions().MaxOutputTokens),
        ["tokens of a model's context that are used"] = Count(new AgentOptions().ContextTokens),
        ["silence of a provider"] = Time(new AgentOptions().IdleTimeout),
        ["longest wait that a provider may ask for"] = Time(new AgentOptions().MaxRetryWait),
        ["bytes of one answer of a provider"] = Bytes(Constant("IdleGuardStream", "MaxBytes")),
        ["processes that take over one answer"] = Count(new AgentOptions().MaxTakeOvers),
        ["tokens that models may take for a project in a day"] = Count(new LimitsOptions().ModelTokensPerDay),
        ["rows of a result that a model is shown"] = Count(Constant("ResultText", "MaxRows")),
        ["characters of a result that a model is shown"] = Count(Constant("ResultText", "MaxCharacters")),
        ["characters of the dictionary in the prompt"] = Count(Constant("DictionaryPrompt", "MaxCharacters")),
        ["tables that `find_tables` tells at once"] = Count(Constant("FindTablesTool", "MaxTables")),
        ["conversations in the list"] = Count(Constant("ConversationStore", "MaxListed")),
        ["characters of a comment on an answer"] = Count(Constant("FeedbackStore", "MaxComment")),
        ["judgements that are listed"] = Count(Constant("FeedbackList", "MaxListed")),
        ["rows of a result"] = Count(_project.MaxRowsPerQuery),
        ["seconds of a query"] = Count(_project.MaxQueryTimeoutSeconds),
        ["rows of an export"] = Count(_project.MaxExportRows),
        ["rows of an Excel file"] = Count(Constant("XlsxWriter", "MaxRows")),
        ["characters of a cell in Excel"] = Count(Constant("XlsxCells", "MaxText")),
        ["bytes of a result"] = Bytes(new QueryOptions().MaxResultBytes),
        ["bytes of a cell"] = Bytes(new QueryOptions().MaxCellBytes),
        ["bytes of a row of an export"] = Bytes(new QueryOptions().MaxExportRowBytes),
        ["bytes of an SQL text"] = Bytes(new GuardPolicy("shop").MaxSqlBytes),
        ["depth of an SQL text's tree"] = Count(Constant("TreeReader", "MaxDepth")),
        ["time of an export"] = Time(new QueryOptions().ExportTimeout),
        ["time to connect"] = Time(new QueryOptions().ConnectTimeout),
        ["time beyond a query's limit until its connection is given up"] = Time(new QueryOptions().Patience),
        ["wait for a lock"] = Time(Span("SessionLimits", "LockTimeout")),
        ["queries of a project at the same time, in one process"] = Count(new QueryOptions().ConnectionsPerProject),
        ["connections of the role that `role setup` makes"] = Count(new ReadOnlyRole("reader", "", "shop", [], []).ConnectionLimit),
        ["projects whose connections are kept at hand"] = Count(new QueryOptions().MaxPools),
        ["time for which a check of the role counts"] = Time(new QueryOptions().RoleCheckLifetime),
        ["characters of a saved query's name"] = Most(100, n => ParameterCheck.OfDraft(new(Text(n), "select 1")).Count == 0),
        ["parameters of a saved query"] = Most(20, n => ParameterCheck.OfDraft(Draft(n)).Count == 0),
        ["last runs in the SQL editor"] = Count(Constant("SqlEditorPage", "RunsShown")),
        ["series"] = Count(Constant("ChartSeries", "Most")),
        ["points"] = Count(Constant("ChartSeries", "MostPoints")),
        ["slices of a pie"] = Count(Constant("ChartReader", "MostSlices")),
        ["lines and columns of a heatmap"] = Count(Constant("HeatReader", "MostLines")),
        ["pixels of a picture's side, least"] = Count(Constant("PictureOptions", "Least")),
        ["pixels of a picture's side, most"] = Count(Constant("PictureOptions", "Most")),
        ["characters of a project's name"] = Most(100, n => Fits(_project with { Name = Text(n) })),
        ["characters of a slug"] = Most(63, n => Fits(_project with { Slug = Text(n) })),
        ["characters of a description"] = Most(2000, n => Fits(_project with { Description = Text(n) })),
        ["characters of a project's prompt"] = Most(20_000, n => Fits(_project with { SystemPrompt = Text(n) })),
        ["invitations of a project that are open"] = Count(Constant("Invitations", "MaxOpen")),
        ["values that are kept of a column"] = Count(Constant("ColumnFacts", "MaxValues")),
        ["samples that are kept of a column"] = Count(Constant("ColumnFacts", "MaxSamples")),
        ["characters of a note"] = Most(1000, n => Note(Text(n)).Validate(isColumn: false).Count == 0),
        ["synonyms of a note"] = Most(20, n => Note("", n).Validate(isColumn: false).Count == 0),
        ["characters of a password, least"] = Count(Constant("PasswordRules", "MinLength")),
        ["characters of a password, most"] = Count(Constant("PasswordRules", "MaxLength")),
        ["wrong passwords until an account takes none"] = Count(Constant("PasswordSignIn", "MaxFailures")),
        ["time for which it takes none"] = Time(Span("PasswordSignIn", "LockTime")),
        ["attempts to sign in from one address in a minute"] = Count(Constant("GuessLimit", "AttemptsAMinute")),
        ["time for which a sign-in link is good"] = Time(Span("SignInLinks", "Lifetime")),
        ["time for which a link for a new password is good"] = Time(Span("PasswordLinks", "ResetLifetime")),
        ["time for which an invitation is good"] = Time(Span("Invitations", "Lifetime")),
        ["time between two mails of an invitation"] = Time(Span("Invitations", "Pause")),
        ["passkeys of an account"] = Count(Constant("Passkeys", "MaxPasskeys")),
        ["age of a sign-in that may add a passkey"] = Time(Span("Tickets", "_freshness")),
        ["days of an API token, most"] = Count(Constant("TokenDraft", "MaxDays")),
        ["days of an API token that names none"] = Count(Constant("TokenDraft", "UsualDays")),
        ["requests of a person in a minute"] = Count(new LimitsOptions().RequestsPerMinute),
        ["days for which the audit log is kept"] = Count(new AuditOptions().RetentionDays),
        ["entries of the audit log that a search looks at in one go"] = Count(Constant("AuditLog", "Window")),
        ["entries on a page of the audit log"] = Count(Constant("AuditLog", "PageSize")),
        ["people on a page"] = Count(Constant("People", "PageSize")),
        ["oldest PostgreSQL"] = Count(Constant("PlatformStart", "OldestMajor")),
    };

    [Fact]
    public void The_page_has_each_limit_with_its_number()
    {
        var page = DataAgent.Guide.GuideBook.Find("limits")!.Markdown.Split('\n');

        var rows = page.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ').Split(" | "))
            .Where(cells => cells[0] != "limit").Select(cells => $"{cells[0]}: {cells[1]}");

        Assert.Equal(_limits.Select(one => $"{one.Key}: {one.Value}").Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_setting_that_it_names_is_one()
    {
        var named = SettingName().Matches(DataAgent.Guide.GuideBook.Find("limits")!.Markdown).Select(match => match.Groups[1].Value);

        Assert.All(named, name => Assert.NotNull(DataAgent.Configuration.SettingList.Find(name)));
    }

    private static long Constant(string type, string name) =>
        Convert.ToInt64(Field(type, name).GetRawConstantValue(), CultureInfo.InvariantCulture);

    private static TimeSpan Span(string type, string name) => (TimeSpan)Field(type, name).GetValue(null)!;

    private static FieldInfo Field(string type, string name) => _parts.SelectMany(part => part.GetTypes())
        .Where(one => one.Name == type).Select(one => one.GetField(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Single(field => field is not null)!;

    private static string Count(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "none";

    private static string Bytes(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MB" : $"{bytes >> 10} KB";

    private static string Time(TimeSpan time) => time.TotalDays >= 2 ? $"{time.TotalDays} days"
        : time.TotalHours >= 2 ? $"{time.TotalHours} hours"
        : time.TotalMinutes >= 2 ? $"{time.TotalMinutes} minutes" : $"{time.TotalSeconds} seconds";

    /// <summary>The number, when so many are let through and one more is not.</summary>
    private static string Most(int number, Func<int, bool> isAllowed) =>
        isAllowed(number) && !isAllowed(number + 1) ? Count(number) : "another number";

    private static string Text(int length) => new('x', length);

    private static bool Fits(ProjectSettings settings) => settings.Validate(isNew: true).Count == 0;

    private static NoteText Note(string description, int synonyms = 0) =>
        new(description, [.. Enumerable.Range(0, synonyms).Select(n => $"name {n}")], "", "", false);

    private static SavedQueryDraft Draft(int parameters)
    {
        var names = Enumerable.Range(1, parameters).Select(n => $"p{n}").ToList();
        return new("Many", $"select {string.Join(", ", names.Select(name => $":{name}"))}")
        {
            Parameters = [.. names.Select(name => new QueryParameter(name, ParameterType.Text))],
        };
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+:[A-Za-z]+)`")]
    private static partial Regex SettingName();
}
