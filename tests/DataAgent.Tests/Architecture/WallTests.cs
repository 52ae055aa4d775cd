using System.Text.RegularExpressions;
using DataAgent.Agent;
using DataAgent.Audit;
using DataAgent.Limits;
using DataAgent.Mail;
using DataAgent.Queries;
using DataAgent.Telemetry;
using DataAgent.Testing;
using DataAgent.Users;

namespace DataAgent.Tests.Architecture;

/// <summary>Rules of the house that the compiler does not know.</summary>
public sealed partial class WallTests
{
    /// <summary>Folders that may open connections to a customer's database, or to a server on an administrator's behalf.</summary>
    private static readonly string[] _doors = ["Queries", "Dictionary", "Projects/Roles", "Demo"];

    /// <summary>Folders that speak to our own database or start it.</summary>
    private static readonly string[] _own = ["Data", "Embedded", "Conversations", "Feedback"];

    [Fact]
    public void Customer_databases_are_reached_in_few_places()
    {
        var strays = Sources("src")
            .Where(file => ConnectionWord().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Path.Combine(Checkout.Root, "src"), file).Replace('\\', '/'))
            .Where(file => !_doors.Concat(_own).Any(folder => file.StartsWith($"DataAgent/{folder}/", StringComparison.Ordinal)))
            .ToList();

        Assert.Empty(strays);
    }

    [Fact]
    public void Only_the_query_door_runs_text_that_people_or_models_wrote()
    {
        var users = Sources("src/DataAgent")
            .Where(file => ReaderWord().IsMatch(File.ReadAllText(file)))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal);

        Assert.Equal(["ExportReader.cs", "QueryExporter.cs", "QueryRunner.cs", "ReadOnlyReader.cs"], users);
    }

    [Fact]
    public void Only_project_access_makes_a_member()
    {
        var makers = Sources("src")
            .Where(file => File.ReadAllText(file).Contains("new Member(", StringComparison.Ordinal))
            .Select(Path.GetFileName);

        Assert.Equal(["ProjectAccess.cs"], makers);
    }

    [Fact]
    public void Every_setting_is_in_the_configuration_page()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "configuration.md"));
        var settings = typeof(AgentOptions).GetProperties().Where(p => p.CanWrite && !ProviderWord().IsMatch(p.Name)).Select(p => $"`Agent:{p.Name}`")
            .Concat(typeof(QueryOptions).GetProperties().Where(p => p.CanWrite).Select(p => $"`Queries:{p.Name}`"))
            .Concat(typeof(AuditOptions).GetProperties().Where(p => p.CanWrite).Select(p => $"`Audit:{p.Name}`"))
            .Concat(typeof(LimitsOptions).GetProperties().Where(p => p.CanWrite).Select(p => $"`Limits:{p.Name}`"))
            .Concat(typeof(SignInOptions).GetProperties().Where(p => p.CanWrite && p.Name is not ("Providers" or "TrustedHeader")).Select(p => $"`SignIn:{p.Name}`"))
            .Concat(typeof(ProviderOptions).GetProperties().Where(p => p.CanWrite).Select(p => $"`SignIn:Providers:<name>:{p.Name}`"))
            .Concat(typeof(TrustedHeaderOptions).GetProperties().Where(p => p.CanWrite).Select(p => $"`SignIn:TrustedHeader:{p.Name}`"))
            .Concat(typeof(MetricsOptions).GetProperties().Where(p => p.CanWrite).Select(p => $"`Metrics:{p.Name}`"))
            .Concat(typeof(MailOptions).GetProperties().Where(p => p.CanWrite).Select(p => $"`Mail:{p.Name}`"))
            .Concat(["`Agent:Anthropic:ApiKey`", "`Agent:Anthropic:BaseUrl`", "`Agent:OpenAI:ApiKey`", "`Agent:OpenAI:BaseUrl`", "`Agent:OpenAI:DefaultModel`", "`DATAAGENT_DATA`", "`ConnectionStrings:Platform`", "`DATAAGENT_CREDENTIAL_KEYS`", "`DATAAGENT_POSTGRES_BIN`"]);

        Assert.DoesNotContain(settings, setting => !page.Contains(setting, StringComparison.Ordinal));
    }

    [Fact]
    public void The_parts_refer_to_each_other_one_way()
    {
        Assert.Empty(References("DataAgent.SqlGuard"));
        Assert.Equal(["DataAgent.SqlGuard"], References("DataAgent"));
        Assert.Equal(["DataAgent"], References("DataAgent.Web"));
        Assert.Equal(["DataAgent"], References("DataAgent.Cli"));
    }

    private static IEnumerable<string> References(string project) =>
        ProjectReference().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "src", project, $"{project}.csproj"))).Select(m => m.Groups[1].Value);

    private static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(@"\bnew NpgsqlConnection\b|\bNpgsqlDataSource(Builder)?\b|\bNpgsqlCommand\b|\bNpgsqlBatch\b")]
    private static partial Regex ConnectionWord();

    [GeneratedRegex("^(Anthropic|OpenAI)")]
    private static partial Regex ProviderWord();

    /// <summary>The classes themselves, not their constants.</summary>
    [GeneratedRegex(@"\b(ReadOnlyReader|ExportReader)\b(?!\.)")]
    private static partial Regex ReaderWord();

    [GeneratedRegex(@"ProjectReference Include=""[^""]*?([^/""]+)\.csproj""")]
    private static partial Regex ProjectReference();
}
