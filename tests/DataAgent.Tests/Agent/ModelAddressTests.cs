using DataAgent.Agent;
using DataAgent.Agent.Providers;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using Microsoft.Extensions.AI;

namespace DataAgent.Tests.Agent;

/// <summary>Where a project's model is asked, and whose key goes there.</summary>
public sealed class ModelAddressTests(PostgresServer server) : ModelDoubleTest(server)
{
    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_projects_own_key_goes_to_its_own_address(string provider)
    {
        Model.Then(Says.Text("Here."));
        var project = await ProjectAsync(provider, Model, "own-key");

        await AskAsync(project, new QueryOptions());

        Assert.Contains(Model.Requests[0].Headers.Values, v => v.Contains("own-key", StringComparison.Ordinal));
        Assert.DoesNotContain(Model.Requests[0].Headers.Values, v => v.Contains("platform-key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_platforms_key_never_goes_to_an_address_of_a_project()
    {
        Model.Then(Says.Text("Here."));

        await AskAsync(await ProjectAsync("openai", Model, key: null), new QueryOptions());
        var anthropic = await FailAsync(await ProjectAsync("anthropic", Model, key: null), new QueryOptions());

        Assert.Equal("Bearer none", Assert.Single(Model.Requests).Headers["Authorization"]);
        Assert.Equal(
            "No API key for Anthropic is set. The project has an address of its own for the model, so it needs a key of its own: an admin of the project can enter one.", anthropic);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_private_address_of_a_project_is_refused_when_the_platform_allows_none(string provider)
    {
        var project = await ProjectAsync(provider, Model, "own-key");

        var said = await FailAsync(project, new QueryOptions { AllowPrivateAddresses = false });

        Assert.Equal("The model host is at a private address, which this platform does not allow. Ask its operator to allow that network.", said);
        Assert.Empty(Model.Requests);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://[fe80::1]/v1")]
    [InlineData("http://2852039166/v1")]
    public async Task An_address_of_metadata_is_refused_always(string url)
    {
        var project = await ProjectAsync("openai", Model, "own-key", url);

        var said = await FailAsync(project, new QueryOptions());

        Assert.Equal("The model host is at an address that is never allowed (link-local, metadata or reserved). Ask a project admin to correct it.", said);
    }

    [Fact]
    public async Task The_platforms_own_address_is_the_operators_and_is_not_judged()
    {
        Model.Then(Says.Text("Here."));
        var project = await ProjectAsync("openai", Model, key: null, url: "");

        var choice = Provider(project, new QueryOptions { AllowPrivateAddresses = false }, Model.OpenAIBaseUrl);
        await AskAsync(choice);

        Assert.Equal("Bearer platform-key", Model.Requests[^1].Headers["Authorization"]);
    }

    [Fact]
    public async Task No_redirect_is_followed()
    {
        await using var elsewhere = await ModelDouble.StartAsync(Says.Text("Stolen."));
        Model.Then(new ModelTurn([], null) { Error = new(307, "moved", "elsewhere") { Location = $"{elsewhere.OpenAIBaseUrl}/chat/completions" } });

        var said = await FailAsync(await ProjectAsync("openai", Model, "own-key"), new QueryOptions());

        Assert.Equal("The provider's address does not answer as a model's server does. Ask an admin of the project to check the model's address; it often ends in /v1.", said);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task What_is_no_models_server_is_said()
    {
        var said = await FailAsync(await ProjectAsync("openai", Model, "own-key", Model.BaseUrl), new QueryOptions());

        Assert.Equal("The provider's address answers with 'not found'. Ask an admin of the project to check the model's address; it often ends in /v1.", said);
    }

    private async Task<Project> ProjectAsync(string provider, ModelDouble model, string? key, string? url = null)
    {
        var member = await Platform.AddMemberAsync(Role.Admin, Server.AdminConnectionString, "public", Token, p =>
        {
            p.LlmProvider = provider;
            p.LlmModel = "m";
            p.ModelBaseUrl = url is "" ? null : url ?? (provider == "openai" ? model.OpenAIBaseUrl : model.BaseUrl);
            if (key is not null)
                Platform.Vault.SetModelKey(p, key);
        });
        return member.Project;
    }

    private ModelChoice Provider(Project project, QueryOptions queries, string? platformUrl = null)
    {
        var options = AgentHost.Quick with { AnthropicApiKey = "platform-key", OpenAIApiKey = "platform-key", OpenAIBaseUrl = platformUrl };
        var http = new ModelHttp(options, new HostGuard(queries));
        IRemoteProvider provider = project.LlmProvider == "openai"
            ? new OpenAIProvider(options, http, Platform.Vault)
            : new AnthropicProvider(options, http, Platform.Vault);
        return provider.Connect(project);
    }

    private Task AskAsync(Project project, QueryOptions queries) => AskAsync(Provider(project, queries));

    private static async Task AskAsync(ModelChoice choice)
    {
        await foreach (var _ in choice.Client.GetStreamingResponseAsync([new(ChatRole.User, "Hi")], new() { MaxOutputTokens = 100 }, Token))
        {
        }
    }

    private async Task<string> FailAsync(Project project, QueryOptions queries) =>
        (await Assert.ThrowsAsync<ModelFailureException>(() => AskAsync(project, queries))).Message;
}
