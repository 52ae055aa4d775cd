using DataAgent.Projects;
using DataAgent.Testing;
using DataAgent.Tokens;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Cli;

public sealed class TokenCommandTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_printed_once_listed_without_its_secret_and_revoked()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);

        var added = await cli.RunAsync(["token", "add", "--name", "nightly", "--scope", "read", "--scope", "ask", "--days", "30"], Token);
        var listed = await cli.RunAsync(["token", "list", "--json"], Token);
        var revoked = await cli.RunAsync(["token", "revoke", (string)listed.Json["tokens"]![0]!["id"]!], Token);
        var none = await cli.RunAsync(["token", "list", "--json"], Token);

        Assert.Equal((0, 0), (added.Code, revoked.Code));
        Assert.Matches("^dat_[A-Za-z0-9_-]{43}\n$", added.Output);
        Assert.Contains("\"nightly\"", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(added.Output.Trim(), listed.Output, StringComparison.Ordinal);
        Assert.Empty(none.Json["tokens"]!.AsArray());
        await using var db = cli.Platform.CreateDbContext();
        Assert.Equal(
            ["user.token_add", "user.token_revoke"],
            await db.AuditEntries.Where(e => e.Action.StartsWith("user.token") && e.Door == "command_line").OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Token));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_in_words()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await cli.RunAsync(["token", "add", "--name", "nightly", "--scope", "read"], Token);

        var unknownScope = await cli.RunAsync(["token", "add", "--name", "x", "--scope", "everything"], Token);
        var tooLong = await cli.RunAsync(["token", "add", "--name", "x", "--scope", "read", "--days", "366"], Token);
        var sameName = await cli.RunAsync(["token", "add", "--name", "nightly", "--scope", "read"], Token);
        var noProject = await cli.RunAsync(["token", "add", "--name", "x", "--scope", "read", "--project", "nowhere"], Token);
        var noToken = await cli.RunAsync(["token", "revoke", Guid.NewGuid().ToString()], Token);

        Assert.Equal((2, 1, 1, 1, 1), (unknownScope.Code, tooLong.Code, sameName.Code, noProject.Code, noToken.Code));
        Assert.Contains("1 to 365 days", tooLong.Error, StringComparison.Ordinal);
        Assert.Contains("revoke that one first", sameName.Error, StringComparison.Ordinal);
        Assert.Contains("no project with this slug", noProject.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_lists_or_revokes_the_tokens_of_another()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await cli.RunAsync(["user", "add", "--email", "ada@example.test"], Token);
        var added = await cli.RunAsync(["token", "add", "--name", "hers", "--scope", "read", "--as", "ada@example.test", "--json"], Token);

        var listed = await cli.RunAsync(["token", "list", "--json"], Token);
        var revoked = await cli.RunAsync(["token", "revoke", (string)added.Json["id"]!], Token);

        Assert.Empty(listed.Json["tokens"]!.AsArray());
        Assert.Equal(1, revoked.Code);
        Assert.NotNull(await new ApiTokens(cli.Platform, new ProjectAccess(cli.Platform), TimeProvider.System).FindBearerAsync((string)added.Json["token"]!, Token));
    }
}
