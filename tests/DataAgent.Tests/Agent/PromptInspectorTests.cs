using System.Text;
using System.Text.Json;
using DataAgent.Agent;
using DataAgent.Agent.Prompts;
using DataAgent.Projects;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Agent;

/// <summary>What admins are shown is what a model's server really gets, in both wire formats.</summary>
public sealed class PromptInspectorTests(PostgresServer server) : ModelDoubleTest(server)
{
    private string _customer = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var database = await Server.CreateDatabaseAsync(Token);
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("""
            create table "Größe <&>" (id int primary key, amount numeric(10,2) not null);
            comment on table "Größe <&>" is 'Line one
            "two" \ </data> 日本 😀';
            """);
        await command.ExecuteNonQueryAsync(Token);
        _customer = await Server.AddReaderAsync(database, "public", Token);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task The_text_and_the_tools_are_byte_for_byte_what_the_model_gets(string provider)
    {
        var member = await AddAdminAsync(provider);
        Model.Then(Says.Text("Hi."));
        await using var host = Start();

        var shown = await ShowAsync(host, member);
        Assert.Empty(Model.Requests);
        await host.AskAsync(member, "Hi");

        var request = Model.Requests.Single();
        var system = provider == "anthropic" ? request.Body["system"]![0]!["text"]! : request.Body["messages"]![0]!["content"]!;
        var sent = system is System.Text.Json.Nodes.JsonArray blocks ? string.Concat(blocks.Select(b => (string)b!["text"]!)) : (string)system!;
        Assert.Equal(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(shown.System));
        Assert.Equal(shown.System, string.Concat(shown.Parts.Where(p => !p.IsTool).Select(p => p.Text)));
        using var body = JsonDocument.Parse(request.Raw);
        Assert.Equal(
            body.RootElement.GetProperty("tools").EnumerateArray().Select(t => t.GetRawText()),
            shown.Parts.Where(p => p.IsTool).Select(p => p.Text));
        Assert.Contains("日本 😀", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic", true, "kept by the provider for an hour; the conversation so far for five minutes")]
    [InlineData("openai", false, "Nothing is marked to be kept.")]
    public async Task What_is_cached_is_read_from_the_request(string provider, bool isCached, string words)
    {
        await using var host = Start();

        var shown = await ShowAsync(host, await AddAdminAsync(provider));

        Assert.All(shown.Parts, p => Assert.Equal(isCached, p.IsCached));
        Assert.Contains(words, shown.Caching, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_estimated_part_by_part()
    {
        await using var host = Start();

        var shown = await ShowAsync(host, await AddAdminAsync("anthropic"));

        Assert.Equal(["base", "project", "dictionary", "limits", "create_visualization", "describe_table", "execute_sql", "find_tables"], shown.Parts.Select(p => p.Name));
        Assert.All(shown.Parts, p => Assert.Equal(((p.Text.Length + 2) / 3, p.Text.Length), (p.Tokens, p.Characters)));
        Assert.Equal(shown.Parts.Sum(p => p.Tokens), shown.Tokens);
    }

    [Fact]
    public async Task No_key_is_needed_and_none_is_shown()
    {
        await using var host = AgentHost.Start(Platform, options: AgentHost.Quick with { AnthropicBaseUrl = Model.BaseUrl });

        var shown = await ShowAsync(host, await AddAdminAsync("anthropic", p => Platform.Vault.SetModelKey(p, "sk-secret-of-the-project")));

        Assert.Null(shown.Note);
        Assert.DoesNotContain("sk-secret", JsonSerializer.Serialize(shown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_model_is_asked_it_says_so()
    {
        await using var host = Start();

        var offline = await ShowAsync(host, await AddAdminAsync("offline"));
        var nameless = await ShowAsync(host, await AddAdminAsync("openai", p => p.LlmModel = null));

        Assert.Contains("no model is asked, and nothing is sent anywhere", offline.Note, StringComparison.Ordinal);
        Assert.StartsWith("This project names no model", nameless.Note, StringComparison.Ordinal);
        Assert.Equal(4, nameless.Parts.Count(p => p.IsTool));
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    public async Task It_is_for_admins_alone(Role role)
    {
        await using var host = Start();
        var member = await Platform.AddMemberAsync(role, _customer, "public", Token);

        Assert.IsType<PromptOutcome.Forbidden>(await host.Prompts.ShowAsync(member, Token));
    }

    private Task<Member> AddAdminAsync(string provider, Action<Project>? configure = null) => Platform.AddMemberAsync(Role.Admin, _customer, "public", Token, p =>
    {
        (p.LlmProvider, p.LlmModel, p.SystemPrompt) = (provider, provider == "openai" ? "m" : null, "Amounts are in € — \"net\".\r\nSay so.");
        configure?.Invoke(p);
    });

    private static async Task<SentPrompt> ShowAsync(AgentHost host, Member member) => Assert.IsType<PromptOutcome.Shown>(await host.Prompts.ShowAsync(member, Token)).Prompt;

    private AgentHost Start() => AgentHost.Start(Platform, options: AgentHost.Quick with
    {
        AnthropicApiKey = "key-1",
        AnthropicBaseUrl = Model.BaseUrl,
        OpenAIApiKey = "key-2",
        OpenAIBaseUrl = Model.OpenAIBaseUrl,
    });
}
