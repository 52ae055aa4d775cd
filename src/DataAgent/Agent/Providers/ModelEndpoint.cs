using DataAgent.Credentials;
using DataAgent.Projects;

namespace DataAgent.Agent.Providers;

internal enum KeyOwner { Nobody, Platform, Project }

/// <summary>Which model is asked, where, and with whose key.</summary>
/// <param name="Address">Null: the provider's own.</param>
/// <param name="IsOfProject">The address was entered by an admin of the project, not by whoever runs the platform: it is judged before it is used.</param>
internal sealed record ModelEndpoint(PlatformModels Platform, string Model, Uri? Address, bool IsOfProject, string? Key, KeyOwner KeyOwner)
{
    /// <summary>The platform's key goes to the platform's address alone: an admin of a project could else send it to a server of their own.</summary>
    /// <exception cref="CredentialException">The project's key does not open.</exception>
    public static ModelEndpoint Of(Project project, string model, PlatformModels platform, CredentialVault vault)
    {
        var own = vault.FindModelKey(project);
        var (key, owner) = own is not null ? (own, KeyOwner.Project)
            : project.ModelBaseUrl is null && platform.Key is not null ? (platform.Key, KeyOwner.Platform)
            : (null, KeyOwner.Nobody);
        var address = project.ModelBaseUrl ?? platform.BaseUrl;
        return new(platform, model, address is null ? null : new Uri(address), project.ModelBaseUrl is not null, key, owner);
    }

    /// <summary>For a request that is never sent: nobody's key is opened.</summary>
    public static ModelEndpoint WithoutKey(Project project, string model, PlatformModels platform) =>
        new(platform, model, (project.ModelBaseUrl ?? platform.BaseUrl) is { } address ? new Uri(address) : null, project.ModelBaseUrl is not null, "none", KeyOwner.Nobody);

    /// <remarks>A record would print its key.</remarks>
    public override string ToString() => $"{Model} at {Address?.Host ?? Platform.Provider}";
}

/// <summary>What the platform sets for one provider, with the names of the settings for advice.</summary>
/// <param name="Suggestion">A model to choose instead of one that is not there; null: none that all servers have.</param>
internal sealed record PlatformModels(string Provider, string? Key, string KeyName, string? BaseUrl, string BaseUrlName, string? Suggestion)
{
    public static PlatformModels Anthropic(AgentOptions options) => new(
        "Anthropic", options.AnthropicApiKey, "ANTHROPIC_API_KEY", options.AnthropicBaseUrl, "Agent:Anthropic:BaseUrl", "claude-sonnet-5-5");

    public static PlatformModels OpenAI(AgentOptions options) => new(
        "OpenAI", options.OpenAIApiKey, "OPENAI_API_KEY", options.OpenAIBaseUrl, "Agent:OpenAI:BaseUrl", Suggestion: null);

    public override string ToString() => Provider;
}
