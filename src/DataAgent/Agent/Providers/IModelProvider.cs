using DataAgent.Dictionary;
using DataAgent.Projects;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Providers;

/// <summary>Where models come from: a project names one provider and, if it likes, a model.</summary>
/// <remarks>Its clients report every failure of a call as <see cref="ModelFailureException"/> and never retry by themselves.</remarks>
internal interface IModelProvider
{
    /// <summary>As in <see cref="Project.LlmProvider"/>.</summary>
    string Name { get; }

    /// <summary>The model that answers for this project now.</summary>
    string ModelOf(Project project);

    /// <exception cref="ModelFailureException">It cannot be used as it is set up.</exception>
    ModelChoice Choose(Project project, DataDictionary dictionary);
}

/// <summary>Models on a server: they need nothing but the project's settings.</summary>
internal interface IRemoteProvider : IModelProvider
{
    /// <exception cref="ModelFailureException">It cannot be used as it is set up.</exception>
    /// <exception cref="Credentials.CredentialException">The project's key does not open.</exception>
    ModelChoice Connect(Project project);

    /// <summary>As <see cref="Connect"/>, but every request goes to <paramref name="instead"/>, and no key is needed or sent.</summary>
    /// <exception cref="ModelFailureException">It cannot be used as it is set up.</exception>
    ModelChoice Rehearse(Project project, HttpMessageHandler instead);

    ModelChoice IModelProvider.Choose(Project project, DataDictionary dictionary) => Connect(project);
}

/// <summary>A model to talk to, with what it can do.</summary>
/// <param name="Reasoning">Asked for on each call; null: the model does without.</param>
internal sealed record ModelChoice(IChatClient Client, string Model, int MaxOutputTokens, ReasoningOptions? Reasoning = null)
{
    /// <summary>Tokens that fit into its context, answer included; null: not known.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>False: it reads histories of any length.</summary>
    public bool Summarizes { get; init; } = true;

    /// <summary>Null: no server is asked.</summary>
    public ModelEndpoint? Endpoint { get; init; }

    /// <summary>The tokens of an answer without a count: not known, or none where no server was asked.</summary>
    public TokenUsage? Uncounted => Endpoint is null ? TokenUsage.None : null;

    /// <inheritdoc cref="Endpoint"/>
    public ResponseWatch? LastResponse { get; init; }
}

/// <summary>The next piece of a call's arguments, before the call is complete. The first piece of a call may be empty.</summary>
internal sealed class ToolCallDelta(string callId, string tool, string json) : AIContent
{
    public string CallId => callId;
    public string Tool => tool;
    public string Json => json;
}
