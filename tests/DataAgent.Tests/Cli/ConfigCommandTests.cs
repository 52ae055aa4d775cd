namespace DataAgent.Tests.Cli;

public sealed class ConfigCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_set_is_listed_with_its_source_and_no_secret()
    {
        var told = await CheckAsync("--json", "--", "--Agent:MaxSteps=8", "--Mail:Password=s3cret-4711", "--Mail:Host=mail", "--Mail:User=ada", "--Mail:From=a@example.test",
            "--SignIn:PublicUrl=https://data.example.test");

        Assert.Equal((0, ""), (told.Code, told.Error));
        var settings = told.Json["settings"]!.AsArray();
        Assert.Contains(settings, one => (string?)one!["name"] == "Agent:MaxSteps" && (string?)one["value"] == "8" && (string?)one["source"] == "command line");
        Assert.Contains(settings, one => (string?)one!["name"] == "Mail:Password" && (bool)one["is_secret"]!);
        Assert.DoesNotContain("4711", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(settings, one => (string?)one!["source"] == "default");
    }

    [Fact]
    public async Task Defaults_are_listed_when_they_are_asked_for()
    {
        var told = await CheckAsync("--all");

        Assert.Equal(0, told.Code);
        Assert.Matches(@"Agent:MaxParallelTools +4 +default", told.Output);
    }

    [Theory]
    [InlineData("--Agent:MaxSteps=many", "Agent:MaxSteps must be a whole number above 0.")]
    [InlineData("--Agent:MaxStep=8", "There is no setting \"Agent:MaxStep\". Did you mean Agent:MaxSteps?")]
    [InlineData("--Mail:Host=mail", "Mail:From must be an address")]
    [InlineData("--ConnectionStrings:Platform=Passwort=s3cret-4711", "ConnectionStrings:Platform is no connection string")]
    [InlineData("--DATAAGENT_CREDENTIAL_KEYS=s3cret-4711", "DATAAGENT_CREDENTIAL_KEYS holds no credential keys.")]
    [InlineData("--OTEL_EXPORTER_OTLP_ENDPOINT=collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT must be an address")]
    [InlineData("--Logging:Console:FormatterName=xml", "Logging:Console:FormatterName must be simple, json or systemd.")]
    public async Task What_would_stop_the_start_is_said_without_the_secret(string setting, string expected)
    {
        var told = await CheckAsync("--", setting);

        Assert.Equal(1, told.Code);
        Assert.StartsWith(expected, told.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", told.Output + told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var told = await CheckAsync("--", "--Agent:MaxSteps=0", "--Audit:RetentionDays=0");

        Assert.Contains("Agent:MaxSteps", told.Error, StringComparison.Ordinal);
        Assert.Contains("Audit:RetentionDays", told.Error, StringComparison.Ordinal);
    }

    private static Task<CliResult> CheckAsync(params string[] args) =>
        CliTester.RunAsync(["config", "check", .. args], (_, _) => throw new InvalidOperationException("It starts nothing."), Token);
}
