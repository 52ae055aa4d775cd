using DataAgent.Cli;
using DataAgent.Credentials;
using Npgsql;

namespace DataAgent.Tests.Cli;

public sealed class UsageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("nonsense")]
    [InlineData("project", "show")]
    [InlineData("project", "edit", "--project-slug", "demo", "--max-rows", "many")]
    [InlineData("member", "add", "-p", "demo", "--email", "a@b.c", "--role", "owner")]
    [InlineData("dictionary", "generate")]
    [InlineData("dictionary", "generate", "--all", "--project-slug", "demo")]
    [InlineData("query", "-p", "demo")]
    [InlineData("query", "-p", "demo", "--sql", "select 1", "--format", "pdf")]
    [InlineData("conversation", "show", "-p", "demo", "not-an-id")]
    [InlineData("feedback", "give", "-p", "demo", "019ac000-0000-7000-8000-000000000001", "019ac000-0000-7000-8000-000000000002", "sideways")]
    [InlineData("audit", "list", "-p", "demo", "--outcome", "odd")]
    [InlineData("serve")]
    public async Task Wrong_usage_exits_with_2_before_anything_starts(params string[] args)
    {
        var result = await CliTester.RunAsync(args, NeverAsync, Token);

        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.NotEqual("", result.Error);
    }

    [Theory]
    [InlineData("ask")]
    [InlineData("query")]
    [InlineData("guard", "check")]
    [InlineData("dictionary", "generate")]
    [InlineData("dictionary", "show")]
    [InlineData("project", "add")]
    [InlineData("project", "list")]
    [InlineData("project", "show")]
    [InlineData("project", "edit")]
    [InlineData("project", "remove")]
    [InlineData("user", "add")]
    [InlineData("user", "list")]
    [InlineData("user", "disable")]
    [InlineData("user", "sign-in-link")]
    [InlineData("member", "add")]
    [InlineData("member", "list")]
    [InlineData("member", "remove")]
    [InlineData("member", "role")]
    [InlineData("conversation", "list")]
    [InlineData("conversation", "show")]
    [InlineData("conversation", "switch")]
    [InlineData("conversation", "rename")]
    [InlineData("conversation", "remove")]
    [InlineData("feedback", "list")]
    [InlineData("feedback", "give")]
    [InlineData("feedback", "remove")]
    [InlineData("role", "setup")]
    [InlineData("doctor")]
    [InlineData("audit", "list")]
    [InlineData("migrate")]
    [InlineData("serve")]
    public async Task Every_command_explains_itself(params string[] command)
    {
        var result = await CliTester.RunAsync([.. command, "--help"], NeverAsync, Token);

        Assert.Equal(0, result.Code);
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
    }

    public static TheoryData<Exception, string> Broken => new()
    {
        { new NpgsqlException("secret host"), "The database cannot be reached." },
        { new CredentialException("A stored credential is damaged."), "A stored credential is damaged." },
        { new OperationCanceledException(), "Stopped." },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_world_is_one_sentence_and_exit_1(Exception broken, string sentence)
    {
        var result = await CliTester.RunAsync(["project", "list"], (_, _) => throw broken, Token);

        Assert.Equal((1, ""), (result.Code, result.Output));
        Assert.StartsWith(sentence, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    private static Task<CliHost> NeverAsync(TextWriter error, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("This command needs no platform.");
}
