using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Cli;

public sealed class PasswordCommandTests(PostgresServer server)
{
    private const string Wanted = "seven slow blue trains";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_comes_from_standard_input_and_shows_nowhere()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await cli.RunAsync(["user", "add", "--email", "ada@example.test"], Token);

        var set = await cli.RunAsync(["user", "set-password", "--email", "ada@example.test", "--json"], Token, $"{Wanted}\r\n");
        var weak = await cli.RunAsync(["user", "set-password", "--email", "ada@example.test"], Token, "short\n");
        var none = await cli.RunAsync(["user", "set-password", "--email", "ada@example.test"], Token);
        var argument = await cli.RunAsync(["user", "set-password", "--email", "ada@example.test", Wanted], Token);

        Assert.Equal((0, "ada@example.test"), (set.Code, (string?)set.Json["email"]));
        Assert.DoesNotContain("hash", set.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("stamp", set.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((1, 1, 2), (weak.Code, none.Code, argument.Code));
        Assert.NotNull(await new PasswordSignIn(cli.Platform, new PasswordHashes(), TimeProvider.System).TryAsync("ada@example.test", Wanted, Token));
    }

    [Fact]
    public async Task A_reset_link_sets_a_password_and_a_disabled_person_gets_none_until_enabled()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await cli.RunAsync(["user", "add", "--email", "ada@example.test"], Token);
        await cli.RunAsync(["user", "disable", "--email", "ada@example.test"], Token);

        var refused = await cli.RunAsync(["user", "reset-link", "ada@example.test"], Token);
        var enabled = await cli.RunAsync(["user", "enable", "--email", "ada@example.test"], Token);
        var made = await cli.RunAsync(["user", "reset-link", "ada@example.test", "--url", "https://data.example.test/"], Token);
        var foreign = await cli.RunAsync(["user", "reset-link", UserDirectory.LocalAdministrator, "--as", "ada@example.test"], Token);

        Assert.Equal((1, 1), (refused.Code, foreign.Code));
        Assert.Equal((0, "Enabled ada@example.test.\n"), (enabled.Code, enabled.Output));
        Assert.StartsWith("https://data.example.test/reset-password?token=", made.Output, StringComparison.Ordinal);
        var passwords = new Passwords(cli.Platform, new PasswordHashes(), TimeProvider.System);
        var links = new PasswordLinks(cli.Platform, passwords, TimeProvider.System);
        Assert.IsType<PasswordLinkOutcome.Done>(await links.RedeemAsync(made.Output.Trim().Split("token=")[1], Wanted, Token));
        await using var db = cli.Platform.CreateDbContext();
        Assert.Equal(
            ["user.add", "user.disable", "user.enable", "user.reset_link"],
            await db.AuditEntries.Where(e => e.Detail == "ada@example.test").OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Token));
    }

    [Fact]
    public async Task An_invitation_without_a_mail_server_prints_the_link_to_pass_on()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);

        var added = await cli.RunAsync(["user", "add", "--email", "ada@example.test", "--invite"], Token);

        Assert.Equal(0, added.Code);
        Assert.Contains("No mail server is set up", added.Output, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:8080/reset-password?token=", added.Output, StringComparison.Ordinal);
    }
}
