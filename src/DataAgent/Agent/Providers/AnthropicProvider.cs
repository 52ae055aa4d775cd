using Anthropic;
using DataAgent.Dictionary;
using DataAgent.Projects;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Providers;

/// <summary>Anthropic's models, by its official SDK.</summary>
internal sealed class AnthropicProvider(AgentOptions options, ModelHttp http) : IModelProvider
{
    public string Name => "anthropic";

    public string ModelOf(Project project) => string.IsNullOrWhiteSpace(project.LlmModel) ? options.DefaultModel : project.LlmModel.Trim();

    public ModelChoice Choose(Project project, DataDictionary dictionary)
    {
        if (options.AnthropicApiKey is not { } key)
            throw ModelFailureException.Lasting("No API key for Anthropic is set.", "Set ANTHROPIC_API_KEY and restart, or choose the offline analyst.");

        var name = ModelOf(project);
        var model = AnthropicModel.Find(name);
        var (client, lastResponse) = http.Create();
        var sdk = new AnthropicClient { ApiKey = key, HttpClient = client, MaxRetries = 0, Timeout = options.RunDeadline };
        if (options.AnthropicBaseUrl is { } url)
            sdk = new AnthropicClient { ApiKey = key, HttpClient = client, MaxRetries = 0, Timeout = options.RunDeadline, BaseUrl = url };
        var maxOutput = Math.Min(options.MaxOutputTokens, model.MaxOutputTokens);
        var chat = new AnthropicChatClient(sdk.AsIChatClient(name, maxOutput, model.ThinkingMode), name, lastResponse);
        return new(chat, name, maxOutput, model.Reasoning);
    }
}
