using DataAgent.Agent;
using DataAgent.Agent.Providers;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using Microsoft.Extensions.AI;

namespace DataAgent.Tests.Agent;

/// <summary>Where a project's model is asked, and whose key goes there.</summary>
public sealed class ModelAddressTests(PostgresServer server) : IAsyncLifetime
{
    private TestPlatform _platform = null!;
    private ModelDouble _model = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.CreateAsync(server, Token);
        _model = await ModelDouble.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _model.DisposeAsync();
        await _platform.DisposeAsync();
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_projects_own_key_goes_to_its_own_address(string provider)
    {
        _model.Then(Says.Text("Here."));
        var project = await ProjectAsync(provider, _model, "own-key");

        await AskAsync(project, new QueryOptions());

        Assert.Contains(_model.Requests[0].Headers.Values, v => v.Contains("own-key", StringComparison.Ordinal));
        Assert.DoesNotContain(_model.Requests[0].Headers.Values, v => v.Contains("platform-key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_platforms_key_never_goes_to_an_address_of_a_project()
    {
        _model.Then(Says.Text("Here."));

        await AskAsync(await ProjectAsync("openai", _model, key: null), new QueryOptions());
        var anthropic = await FailAsync(await ProjectAsync("anthropic", _model, key: null), new QueryOptions());

        Assert.Equal("Bearer none", Assert.Single(_model.Requests).Headers["Authorization"]);
        Assert.Equal(
            "No API key for Anthropic is set. The project has an address of its own for the model, so it needs a key of its own: an admin of the project can enter one.", anthropic);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_private_address_of_a_project_is_refused_when_the_platform_allows_none(string provider)
    {
        var project = await ProjectAsync(provider, _model, "own-key");

        var said = await FailAsync(project, new QueryOptions { AllowPrivateAddresses = false });

        Assert.Equal("The model host is at a private address, which this platform does not allow. Ask its operator to allow that network.", said);
        Assert.Empty(_model.Requests);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://[fe80::1]/v1")]
    [InlineData("http://2852039166/v1")]
    public async Task An_address_of_metadata_is_refused_always(string url)
    {
        var project = await ProjectAsync("openai", _model, "own-key", url);

        var said = await FailAsync(project, new QueryOptions());

        Assert.Equal("The model host is at an address that is never allowed (link-local, metadata or reserved). Ask a project admin to correct it.", said);
    }

    [Fact]
    public async Task The_platforms_own_address_is_the_operators_and_is_not_judged()
    {
        _model.Then(Says.Text("Here."));
        var project = await ProjectAsync("openai", _model, key: null, url: "");

        var choice = Provider(project, new QueryOptions { AllowPrivateAddresses = false }, _model.OpenAIBaseUrl);
        await AskAsync(choice);

        Assert.Equal("Bearer platform-key", _model.Requests[^1].Headers["Authorization"]);
    }

    [Fact]
    public async Task No_redirect_is_followed()
    {
        await using var elsewhere = await ModelDouble.StartAsync(Says.Text("Stolen."));
        _model.Then(new ModelTurn([], null) { Error = new(307, "moved", "elsewhere") { Location = $"{elsewhere.OpenAIBaseUrl}/chat/completions" } });

        var said = await FailAsync(await ProjectAsync("openai", _model, "own-key"), new QueryOptions());

        Assert.Equal("The provider's address does not answer as a model's server does. Ask an admin of the project to check the model's address; it often ends in /v1.", said);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task What_is_no_models_server_is_said()
    {
        var said = await FailAsync(await ProjectAsync("openai", _model, "own-key", _model.BaseUrl), new QueryOptions());

        Assert.Equal("The provider's address answers with 'not found'. Ask an admin of the project to check the model's address; it often ends in /v1.", said);
    }

    private async Task<Project> ProjectAsync(string provider, ModelDouble model, string? key, string? url = null)
    {
        var member = await _platform.AddMemberAsync(Role.Admin, server.AdminConnectionString, "public", Token, p =>
        {
            p.LlmProvider = provider;
            p.LlmModel = "m";
            p.ModelBaseUrl = url is "" ? null : url ?? (provider == "openai" ? model.OpenAIBaseUrl : model.BaseUrl);
            if (key is not null)
                _platform.Vault.SetModelKey(p, key);
        });
        return member.Project;
    }

    private ModelChoice Provider(Project project, QueryOptions queries, string? platformUrl = null)
    {
        var options = AgentHost.Quick with { AnthropicApiKey = "platform-key", OpenAIApiKey = "platform-key", OpenAIBaseUrl = platformUrl };
        var http = new ModelHttp(options, new HostGuard(queries));
        IRemoteProvider provider = project.LlmProvider == "openai"
            ? new OpenAIProvider(options, http, _platform.Vault)
            : new AnthropicProvider(options, http, _platform.Vault);
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
