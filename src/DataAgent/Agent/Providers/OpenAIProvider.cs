using System.ClientModel;
using System.ClientModel.Primitives;
using DataAgent.Credentials;
using DataAgent.Projects;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace DataAgent.Agent.Providers;

/// <summary>OpenAI's models by its official SDK, and every server that speaks its chat completions: Ollama, vLLM, gateways.</summary>
internal sealed class OpenAIProvider(AgentOptions options, ModelHttp http, CredentialVault vault) : IRemoteProvider
{
    private static readonly Uri _ownAddress = new("https://api.openai.com/v1");

    public string Name => "openai";

    public string ModelOf(Project project) => string.IsNullOrWhiteSpace(project.LlmModel) ? options.OpenAIDefaultModel ?? "" : project.LlmModel.Trim();

    public ModelChoice Connect(Project project)
    {
        var endpoint = ModelEndpoint.Of(project, NameOf(project), PlatformModels.OpenAI(options), vault);
        // Servers of one's own often ask for no key; OpenAI always does.
        return endpoint is { Key: null, Address: null } ? throw ModelFailures.NoKey(endpoint) : Connect(endpoint, instead: null);
    }

    public ModelChoice Rehearse(Project project, HttpMessageHandler instead) =>
        Connect(ModelEndpoint.WithoutKey(project, NameOf(project), PlatformModels.OpenAI(options)), instead);

    private string NameOf(Project project) => ModelOf(project) is { Length: > 0 } name ? name : throw ModelFailureException.Lasting(
        "This project names no model, and there is no default.",
        "An admin of the project can name one, or whoever runs this platform can set Agent:OpenAI:DefaultModel.");

    private ModelChoice Connect(ModelEndpoint endpoint, HttpMessageHandler? instead)
    {
        var model = endpoint.Model;
        var address = endpoint.Address ?? _ownAddress;
        var usedIds = new HashSet<string>();
        var (client, lastResponse) = http.Create(endpoint, stream => new RepairedStream(stream, new ChunkRepair(usedIds)), instead);
        var sdk = new ChatClient(model, new ApiKeyCredential(endpoint.Key ?? "none"), new OpenAIClientOptions
        {
            Endpoint = address,
            Transport = new HttpClientPipelineTransport(client),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = options.RunDeadline,
        });
        var chat = new OpenAIChatClient(sdk.AsIChatClient(), endpoint, lastResponse, usedIds, isOlder: !IsOpenAI(address));
        return new(chat, model, options.MaxOutputTokens) { Endpoint = endpoint, LastResponse = lastResponse };
    }

    private static bool IsOpenAI(Uri address) =>
        address.Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase);
}
