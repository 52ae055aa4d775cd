using DataAgent.Testing;
using DataAgent.Users;

namespace DataAgent.Tests.Cli;

public sealed class PeopleCommandTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task People_are_added_listed_and_disabled()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);

        var added = await cli.RunAsync(["user", "add", "--email", "Ada@Example.test", "--name", "Ada", "--admin", "--json"], Token);
        var disabled = await cli.RunAsync(["user", "disable", "--email", "ada@example.test"], Token);
        var listed = await cli.RunAsync(["user", "list", "--json"], Token);
        var asDisabled = await cli.RunAsync(["user", "list", "--as", "ada@example.test"], Token);

        Assert.Equal("ada@example.test", (string?)added.Json["email"]);
        Assert.Equal((0, "Disabled ada@example.test.\n"), (disabled.Code, disabled.Output));
        Assert.Equal(["ada@example.test", "admin@localhost"], listed.Json["users"]!.AsArray().Select(u => (string?)u!["email"]));
        Assert.Equal((1, ""), (asDisabled.Code, asDisabled.Output));
    }

    [Fact]
    public async Task A_sign_in_link_signs_its_person_in()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);

        var result = await cli.RunAsync(["user", "sign-in-link", "--url", "https://data.example.com/"], Token);

        Assert.StartsWith("https://data.example.com/sign-in?token=", result.Output, StringComparison.Ordinal);
        var user = await new SignInLinks(cli.Platform, TimeProvider.System).RedeemAsync(result.Output.Trim().Split("token=")[1], Token);
        Assert.Equal(UserDirectory.LocalAdministrator, user!.Email);
    }

    [Fact]
    public async Task Members_come_change_and_go_but_one_admin_stays()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await cli.RunAsync(["project", "add", "--name", "S", "--slug", "s", "--db-host", "h", "--db-name", "d", "--db-user", "u", "--db-password", "p"], Token);
        await cli.RunAsync(["user", "add", "--email", "ada@example.test"], Token);

        var added = await cli.RunAsync(["member", "add", "-p", "s", "--email", "ada@example.test", "--role", "viewer"], Token);
        var changed = await cli.RunAsync(["member", "role", "-p", "s", "--email", "ada@example.test", "--role", "analyst"], Token);
        var listed = await cli.RunAsync(["member", "list", "-p", "s", "--jsonl"], Token);
        var removed = await cli.RunAsync(["member", "remove", "-p", "s", "--email", "ada@example.test"], Token);
        var last = await cli.RunAsync(["member", "remove", "-p", "s", "--email", "admin@localhost"], Token);

        Assert.Equal("ada@example.test is now viewer of s.\n", added.Output);
        Assert.Equal("ada@example.test is now analyst of s.\n", changed.Output);
        Assert.Equal(2, listed.Output.TrimEnd().Split('\n').Length);
        Assert.Contains("\"role\":\"analyst\"", listed.Output, StringComparison.Ordinal);
        Assert.Equal(0, removed.Code);
        Assert.Equal(1, last.Code);
        Assert.Contains("last admin", last.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_log_tells_what_the_commands_did()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await cli.RunAsync(["project", "add", "--name", "S", "--slug", "s", "--db-host", "h", "--db-name", "d", "--db-user", "u", "--db-password", "p"], Token);
        await cli.RunAsync(["project", "edit", "-p", "s", "--timeout", "5"], Token);

        var result = await cli.RunAsync(["audit", "list", "-p", "s", "--json"], Token);

        Assert.Equal(
            ["project.edit command_line max_query_timeout_seconds", "project.create command_line s"],
            result.Json["entries"]!.AsArray().Select(e => $"{e!["action"]} {e["door"]} {e["detail"]}"));
    }
}
