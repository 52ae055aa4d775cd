using DataAgent.Agent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace DataAgent.Tests.Agent;

public sealed class AgentOptionsTests
{
    [Fact]
    public void Settings_are_read()
    {
        var options = AgentOptions.From(Configuration(
            ("Agent:DefaultModel", "claude-x"), ("Agent:MaxSteps", "5"), ("Agent:RunDeadline", "00:02:00"), ("Agent:Anthropic:ApiKey", " key "), ("Agent:Anthropic:BaseUrl", "http://m")));

        Assert.Equal(("claude-x", 5, TimeSpan.FromMinutes(2), "key", "http://m"),
            (options.DefaultModel, options.MaxSteps, options.RunDeadline, options.AnthropicApiKey, options.AnthropicBaseUrl));
    }

    [Fact]
    public void Settings_of_openai_are_read()
    {
        var options = AgentOptions.From(Configuration(
            ("OPENAI_API_KEY", "sk-1"), ("Agent:OpenAI:BaseUrl", "http://m:11434/v1"), ("Agent:OpenAI:DefaultModel", "qwen3")));

        Assert.Equal(("sk-1", "http://m:11434/v1", "qwen3"), (options.OpenAIApiKey, options.OpenAIBaseUrl, options.OpenAIDefaultModel));
    }

    [Theory]
    [InlineData("Agent:MaxStep", "5", "There is no setting Agent:MaxStep.")]
    [InlineData("Agent:Anthropic:Key", "x", "There is no setting Agent:Anthropic:Key.")]
    [InlineData("Agent:OpenAI:Key", "x", "There is no setting Agent:OpenAI:Key.")]
    [InlineData("Agent:OpenAI:BaseUrl", "m:11434", "Agent:OpenAI:BaseUrl (or OPENAI_BASE_URL) must be an address that begins with https:// or http://.")]
    [InlineData("Agent:MaxSteps", "many", "Agent:MaxSteps must be a whole number above 0.")]
    [InlineData("Agent:Lease", "soon", "Agent:Lease must be a time like 00:00:30.")]
    public void A_misspelt_setting_stops_the_start(string key, string value, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => AgentOptions.From(Configuration((key, value)))).Message);

    private static ConfigurationRoot Configuration(params (string Key, string Value)[] settings)
    {
        var source = new MemoryConfigurationSource { InitialData = settings.ToDictionary(s => s.Key, s => (string?)s.Value) };
        return new([source.Build(new ConfigurationBuilder())]);
    }
}
