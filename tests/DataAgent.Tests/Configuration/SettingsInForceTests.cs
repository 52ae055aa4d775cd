using System.Collections;
using DataAgent.Configuration;
using DataAgent.Data;
using Microsoft.Extensions.Configuration;

namespace DataAgent.Tests.Configuration;

public sealed class SettingsInForceTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void What_is_set_is_told_with_its_source_and_the_rest_with_its_default()
    {
        var settings = new SettingsInForce(Read([("Limits__ModelTokensPerDay", "5000")], "--Agent:MaxSteps=8")).List();

        Assert.Equal(("8", SettingSource.CommandLine), Told(settings, "Agent:MaxSteps"));
        Assert.Equal(("5000", SettingSource.Environment), Told(settings, "Limits:ModelTokensPerDay"));
        var untouched = Assert.Single(settings, one => one.Name == "Agent:MaxParallelTools");
        Assert.Equal((null, SettingSource.Default, "4"), (untouched.Value, untouched.Source, untouched.Setting.Default));
        Assert.Equal("tools of one step that run side by side", untouched.Setting.Meaning);
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY")]
    [InlineData("Agent:Anthropic:ApiKey")]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("Agent:OpenAI:ApiKey")]
    [InlineData("DATAAGENT_CREDENTIAL_KEYS")]
    [InlineData("SignIn:Providers:corp:ClientSecret")]
    [InlineData("Mail:Password")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS")]
    [InlineData("Kestrel:Certificates:Default:Password")]
    public void A_secret_is_told_without_its_value(string name)
    {
        var settings = new SettingsInForce(Read([], $"--{name}=s3cret-4711")).List();

        Assert.Contains(settings, one => one is { Source: SettingSource.CommandLine, Value: "••••••" });
        Assert.DoesNotContain(settings, one => one.Value?.Contains("4711", StringComparison.Ordinal) is true);
    }

    [Theory]
    [InlineData("ConnectionStrings:Platform", "Host=db;Database=platform;Username=ada;Password=s3cret-4711;SSL Password=also-4711",
        "Host=db;Port=5432;Database=platform;Username=ada;Password=••••••")]
    [InlineData("ConnectionStrings:Platform", "Hots=4711", "••••••")]
    [InlineData("Agent:OpenAI:BaseUrl", "https://ada:s3cret-4711@models.test/v1", "https://••••••@models.test/v1")]
    public void Of_an_address_only_what_is_no_secret_is_told(string name, string value, string expected)
    {
        var settings = new SettingsInForce(Read([], $"--{name}={value}")).List();

        Assert.Equal((expected, SettingSource.CommandLine), Told(settings, name));
    }

    [Fact]
    public void A_file_gives_the_value_of_the_setting_that_it_is_named_for()
    {
        File.WriteAllText(_file, "s3cret-4711\n");
        var configuration = Read([("Mail__Password_FILE", _file)]);

        Assert.Equal("s3cret-4711", configuration["Mail:Password"]);
        var told = Assert.Single(new SettingsInForce(configuration).List(), one => one.Name == "Mail:Password");
        Assert.Equal(("••••••", SettingSource.File, _file), (told.Value, told.Source, told.File));
        Assert.Empty(new SettingsInForce(configuration).ListProblems());
    }

    [Fact]
    public void A_file_that_is_missing_or_a_value_given_twice_stops_the_start()
    {
        var missing = Assert.Throws<PlatformStartException>(() => Read([("Mail__Password_FILE", "/nowhere/secret")]));
        var twice = Assert.Throws<PlatformStartException>(() => Read([("Mail__Password_FILE", _file), ("Mail__Password", "s3cret-4711")]));

        Assert.StartsWith("Mail__Password_FILE names /nowhere/secret, which cannot be read.", missing.Message, StringComparison.Ordinal);
        Assert.Equal("Mail__Password and Mail__Password_FILE are both set. Keep one of them.", twice.Message);
    }

    [Fact]
    public void Lists_and_names_of_the_operators_own_are_told_once_each()
    {
        var settings = new SettingsInForce(Read(
            [], "--Queries:AllowedNetworks:0=10.1.0.0/16", "--Queries:AllowedNetworks:1=10.2.0.0/16",
            "--SignIn:Providers:one:Kind=google", "--SignIn:Providers:two:Kind=github")).List();

        Assert.Equal(("10.1.0.0/16, 10.2.0.0/16", SettingSource.CommandLine), Told(settings, "Queries:AllowedNetworks"));
        Assert.Equal(("google", SettingSource.CommandLine), Told(settings, "SignIn:Providers:one:Kind"));
        Assert.Equal(("github", SettingSource.CommandLine), Told(settings, "SignIn:Providers:two:Kind"));
    }

    [Theory]
    [InlineData("Agent:MaxStep", "There is no setting Agent:MaxStep. Did you mean Agent:MaxSteps?")]
    [InlineData("ConnectionStrings:Plaform", "There is no setting ConnectionStrings:Plaform. Did you mean ConnectionStrings:Platform?")]
    [InlineData("Mail:Passwort_FILE", "There is no setting Mail:Passwort_FILE. Did you mean Mail:Password?")]
    [InlineData("DATAAGENT_DATAS", "There is no setting DATAAGENT_DATAS. Did you mean DATAAGENT_DATA?")]
    [InlineData("Logging:Console:Former", "There is no setting Logging:Console:Former.")]
    public void A_key_that_nothing_reads_is_a_problem(string name, string expected) =>
        Assert.StartsWith(expected, Assert.Single(new SettingsInForce(Read([], $"--{name}=x")).ListProblems()), StringComparison.Ordinal);

    [Theory]
    [InlineData("PATH")]
    [InlineData("Mail")]
    [InlineData("DATAAGENT_CLI")]
    [InlineData("Other:Program")]
    public void What_belongs_to_others_is_none(string name) => Assert.Empty(new SettingsInForce(Read([], $"--{name}=x")).ListProblems());

    public void Dispose() => File.Delete(_file);

    private static (string?, SettingSource) Told(IEnumerable<SettingInForce> settings, string name)
    {
        var told = Assert.Single(settings, one => one.Name == name);
        return (told.Value, told.Source);
    }

    private static IConfigurationRoot Read((string Name, string Value)[] environment, params string[] args) =>
        new ConfigurationBuilder().AddSettings(new Hashtable(environment.ToDictionary(one => one.Name, one => one.Value)), args).Build();
}
