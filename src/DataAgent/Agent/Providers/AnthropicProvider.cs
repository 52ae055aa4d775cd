using Anthropic;
using DataAgent.Credentials;
using DataAgent.Projects;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Providers;

/// <summary>Anthropic's models, by its official SDK.</summary>
internal sealed class AnthropicProvider(AgentOptions options, ModelHttp http, CredentialVault vault) : IRemoteProvider
{
    public string Name => "anthropic";

    public string ModelOf(Project project) => string.IsNullOrWhiteSpace(project.LlmModel) ? options.DefaultModel : project.LlmModel.Trim();

    public ModelChoice Connect(Project project)
    {
        var endpoint = ModelEndpoint.Of(project, ModelOf(project), PlatformModels.Anthropic(options), vault);
        return endpoint.Key is { } key ? Connect(endpoint, key, instead: null) : throw ModelFailures.NoKey(endpoint);
    }

    public ModelChoice Rehearse(Project project, HttpMessageHandler instead) =>
        Connect(ModelEndpoint.WithoutKey(project, ModelOf(project), PlatformModels.Anthropic(options)), "none", instead);

    private ModelChoice Connect(ModelEndpoint endpoint, string key, HttpMessageHandler? instead)
    {
        var name = endpoint.Model;
        var model = AnthropicModel.Find(name);
        var (client, lastResponse) = http.Create(endpoint, instead: instead);
        var sdk = new AnthropicClient { ApiKey = key, HttpClient = client, MaxRetries = 0, Timeout = options.RunDeadline };
        if (endpoint.Address is { } address)
            sdk = new AnthropicClient { ApiKey = key, HttpClient = client, MaxRetries = 0, Timeout = options.RunDeadline, BaseUrl = address.AbsoluteUri };
        var maxOutput = Math.Min(options.MaxOutputTokens, model.MaxOutputTokens);
        var chat = new AnthropicChatClient(sdk.AsIChatClient(name, maxOutput, model.ThinkingMode), endpoint, lastResponse);
        return new(chat, name, maxOutput, model.Reasoning)
        {
            ContextTokens = model.ContextTokens,
            Endpoint = endpoint,
            LastResponse = lastResponse,
        };
    }
}
