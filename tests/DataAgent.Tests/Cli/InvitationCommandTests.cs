using DataAgent.Testing;

namespace DataAgent.Tests.Cli;

public sealed class InvitationCommandTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task People_are_invited_listed_given_another_role_and_revoked()
    {
        await using var cli = await CreateAsync();

        var invited = await cli.RunAsync(
            ["member", "invite", "-p", "s", "--email", "Ada@example.test", "--role", "viewer", "--url", "https://data.example.com/"], Token);
        var again = await cli.RunAsync(["member", "invite", "-p", "s", "--email", "ada@example.test", "--role", "viewer"], Token);
        var soon = await cli.RunAsync(["member", "resend", "-p", "s", "--email", "ada@example.test"], Token);
        var changed = await cli.RunAsync(["member", "role", "-p", "s", "--email", "ada@example.test", "--role", "analyst"], Token);
        var listed = await cli.RunAsync(["member", "invitations", "-p", "s", "--json"], Token);
        var revoked = await cli.RunAsync(["member", "revoke", "-p", "s", "--email", "ada@example.test"], Token);

        Assert.StartsWith("Invited Ada@example.test to s as viewer.\nNo mail server is set up: pass this link on", invited.Output, StringComparison.Ordinal);
        Assert.Contains("\nhttps://data.example.com/invitation?token=", invited.Output, StringComparison.Ordinal);
        Assert.Equal((1, "This person is invited already. Send the invitation again instead.\n"), (again.Code, again.Error));
        Assert.Contains("less than a minute ago", soon.Error, StringComparison.Ordinal);
        Assert.Equal("ada@example.test is invited to s as analyst now.\n", changed.Output);
        var line = Assert.Single(listed.Json["invitations"]!.AsArray());
        Assert.Equal(("ada@example.test", "analyst", "admin@localhost"), ((string?)line!["email"], (string?)line["role"], (string?)line["invited_by"]));
        Assert.Equal("ada@example.test is not invited any more.\n", revoked.Output);
    }

    [Fact]
    public async Task A_platform_administrator_who_is_no_member_invites_others_and_sees_nobody()
    {
        await using var cli = await CreateAsync();
        await cli.RunAsync(["user", "add", "--email", "root@example.test", "--admin"], Token);
        await cli.RunAsync(["user", "add", "--email", "eve@example.test"], Token);

        var invited = await cli.RunAsync(["member", "invite", "-p", "s", "--email", "ada@example.test", "--role", "admin", "--as", "root@example.test"], Token);
        var own = await cli.RunAsync(["member", "invite", "-p", "s", "--email", "root@example.test", "--role", "admin", "--as", "root@example.test"], Token);
        var listed = await cli.RunAsync(["member", "invitations", "-p", "s", "--as", "root@example.test"], Token);
        var stranger = await cli.RunAsync(["member", "invite", "-p", "s", "--email", "x@example.test", "--role", "admin", "--as", "eve@example.test"], Token);

        Assert.Equal((0, 1, 1, 1), (invited.Code, own.Code, listed.Code, stranger.Code));
        Assert.Contains("opens no project", own.Error, StringComparison.Ordinal);
    }

    private async Task<CliTester> CreateAsync()
    {
        var cli = await CliTester.CreateAsync(server, Token);
        await cli.RunAsync(["project", "add", "--name", "S", "--slug", "s", "--db-host", "h", "--db-name", "d", "--db-user", "u", "--db-password", "p"], Token);
        return cli;
    }
}
