using DataAgent.Testing;
using DataAgent.Tests.Projects;
using Npgsql;

namespace DataAgent.Tests.Cli;

public sealed class RoleCommandTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Setup_makes_the_role_and_the_doctor_proves_it_until_someone_opens_it()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);
        await customer.RunAsync("revoke create on schema public from public", Token);
        await AddProjectAsync(cli, customer);

        var before = await cli.RunAsync(["doctor", "-p", "s", "--json"], Token);
        var dry = await cli.RunAsync(["role", "setup", "-p", "s", "--admin-connection", "-", "--dry-run"], Token, customer.Admin);
        var setup = await cli.RunAsync(["role", "setup", "-p", "s", "--admin-connection", "-"], Token, customer.Admin);
        await customer.RunAsync($"grant delete on \"Sales EU's\".secrets to public", Token);
        var after = await cli.RunAsync(["doctor", "-p", "s"], Token);

        Assert.Equal((1, "connects"), (before.Code, (string?)before.Json["attempts"]![0]!["name"]));
        Assert.Equal(0, dry.Code);
        Assert.Contains("PASSWORD '********'", dry.Output, StringComparison.Ordinal);
        Assert.True(setup.Code == 0, setup.Output + setup.Error);
        Assert.Equal(1, after.Code);
        Assert.Contains("OPEN  cannot write", after.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no connection string")]
    [InlineData("Host=127.0.0.1;Database=elsewhere")]
    public async Task A_wrong_admin_connection_is_wrong_usage(string connection)
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);
        await AddProjectAsync(cli, customer);

        var result = await cli.RunAsync(["role", "setup", "-p", "s", "--admin-connection", connection], Token);

        Assert.Equal(2, result.Code);
        Assert.StartsWith("--admin-connection", result.Error, StringComparison.Ordinal);
    }

    private static async Task AddProjectAsync(CliTester cli, CustomerDatabase customer)
    {
        var login = new NpgsqlConnectionStringBuilder(customer.Admin);
        var added = await cli.RunAsync(
        [
            "project", "add", "--name", "S", "--slug", "s", "--db-host", login.Host!, "--db-port", $"{login.Port}", "--db-name", login.Database!,
            "--db-schema", "Sales EU's", "--db-user", customer.RoleName, "--db-password", customer.Password, "--exclude", "secrets",
        ], Token);
        Assert.True(added.Code == 0, added.Error);
    }
}
