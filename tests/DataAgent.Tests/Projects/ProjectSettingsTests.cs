using DataAgent.Projects;

namespace DataAgent.Tests.Projects;

public sealed class ProjectSettingsTests
{
    private static readonly ProjectSettings Good = new()
    {
        Name = "Sales",
        Slug = "sales",
        DbHost = "db.example.com",
        DbName = "sales",
        DbUser = "reader",
        DbPassword = "secret",
    };

    public static TheoryData<string, Func<ProjectSettings, ProjectSettings>> Mistakes => new()
    {
        { "name", s => s with { Name = "  " } },
        { "name", s => s with { Name = new string('x', 101) } },
        { "slug", s => s with { Slug = "" } },
        { "slug", s => s with { Slug = "Sales" } },
        { "slug", s => s with { Slug = "sales-" } },
        { "slug", s => s with { Slug = "sales\n" } },
        { "slug", s => s with { Slug = new string('a', 64) } },
        { "db_host", s => s with { DbHost = "" } },
        { "db_host", s => s with { DbHost = "/var/run/postgresql" } },
        { "db_host", s => s with { DbHost = "@socket" } },
        { "db_host", s => s with { DbHost = "one,two" } },
        { "db_port", s => s with { DbPort = 0 } },
        { "db_port", s => s with { DbPort = 65536 } },
        { "db_name", s => s with { DbName = " " } },
        { "db_schema", s => s with { DbSchema = "pg_catalog" } },
        { "db_schema", s => s with { DbSchema = "information_schema" } },
        { "db_schema", s => s with { DbSchema = new string('ü', 32) } },
        { "db_user", s => s with { DbUser = null } },
        { "db_password", s => s with { DbPassword = null } },
        { "db_tls", s => s with { DbTls = "maybe" } },
        { "allowed_tables", s => s with { AllowedTables = [""] } },
        { "allowed_tables", s => s with { AllowedTables = ["a"], ExcludedTables = ["a"] } },
        { "excluded_tables", s => s with { ExcludedTables = [new string('t', 64)] } },
        { "allowed_functions", s => s with { AllowedFunctions = ["f(int)", "shop.f(int)"] } },
        { "allowed_functions", s => s with { AllowedFunctions = ["f(int"] } },
        { "allowed_extensions", s => s with { AllowedExtensions = ["pg_trgm", "dblink"] } },
        { "allowed_extensions", s => s with { AllowedExtensions = ["earthdistance"] } },
        { "max_export_rows", s => s with { MaxExportRows = 100_000_001 } },
        { "max_rows_per_query", s => s with { MaxRowsPerQuery = 100_001 } },
        { "max_query_timeout_seconds", s => s with { MaxQueryTimeoutSeconds = 0 } },
        { "llm_provider", s => s with { LlmProvider = "oracle" } },
        { "llm_model", s => s with { LlmModel = "" } },
        { "model_base_url", s => s with { ModelBaseUrl = "" } },
        { "model_base_url", s => s with { ModelBaseUrl = "models.example.com/v1" } },
        { "model_base_url", s => s with { ModelBaseUrl = "file:///etc/passwd" } },
        { "model_base_url", s => s with { ModelBaseUrl = "https://me:secret@models.example.com/v1" } },
        { "model_base_url", s => s with { ModelBaseUrl = "https://models.example.com/v1?x=1" } },
        { "model_base_url", s => s with { ModelBaseUrl = "https://models.example.com/#v1" } },
        { "model_base_url", s => s with { ModelBaseUrl = "https://" + new string('m', 500) + ".com" } },
        { "model_key", s => s with { ModelKey = "with blank" } },
        { "model_key", s => s with { ModelKey = "line\nbreak" } },
        { "model_key", s => s with { ModelKey = "schlüssel" } },
        { "model_key", s => s with { ModelKey = new string('k', 1001) } },
    };

    [Fact]
    public void Good_settings_have_no_mistakes()
    {
        Assert.Empty(Good.Validate(isNew: true));
        Assert.Empty((Good with { AllowedFunctions = ["net_price(integer, numeric)", "f"], AllowedExtensions = ["earthdistance", "cube"] }).Validate(isNew: true));
        Assert.Empty((Good with { LlmProvider = "openai", ModelBaseUrl = "http://[::1]:11434/v1", ModelKey = "sk-1" }).Validate(isNew: true));
        Assert.Empty((Good with { ModelBaseUrl = "https://models.example.com", ModelKey = "" }).Validate(isNew: false));
        Assert.Empty((Good with { DbHost = "::1", Slug = "a-1", DbUser = null, DbPassword = null }).Validate(isNew: false));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_is_named_by_its_field(string field, Func<ProjectSettings, ProjectSettings> mistake)
    {
        var errors = mistake(Good).Validate(isNew: true);

        Assert.Equal(field, Assert.Single(errors).Field);
    }

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        Assert.Equal(["name", "db_port"], (Good with { Name = "", DbPort = -1 }).Validate(isNew: true).Select(e => e.Field));

    [Fact]
    public void Printed_settings_show_no_password() =>
        Assert.DoesNotContain("secret", Good.ToString(), StringComparison.Ordinal);
}
