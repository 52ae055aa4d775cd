using DataAgent.Testing;
using DataAgent.Tests.Projects;
using Npgsql;

namespace DataAgent.Tests.Cli;

public sealed class AcceptRoleCommandTests(PostgresServer server) : IAsyncLifetime
{
    private RoleShop _shop = null!;
    private CliTester _cli = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await RoleShop.CreateAsync(server, Token);
        _cli = new CliTester(_shop.Platform);
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task An_unsound_role_is_told_at_the_adding_and_stops_queries_until_it_is_accepted()
    {
        var added = await AddAsync(_shop.Owner);
        var stopped = await QueryAsync("--format", "json");
        var listed = await _cli.RunAsync(["project", "accept-role", "-p", "s"], Token);
        var still = await QueryAsync();
        var accepted = await _cli.RunAsync(["project", "accept-role", "-p", "s", "--yes", "--json"], Token);
        var ran = await QueryAsync();
        var doctor = await _cli.RunAsync(["doctor", "-p", "s"], Token);
        var shown = await _cli.RunAsync(["project", "show", "-p", "s"], Token);

        Assert.Equal(0, added.Code);
        Assert.Contains("Questions are stopped", added.Error, StringComparison.Ordinal);
        Assert.Equal((1, "role_not_accepted"), (stopped.Code, (string?)stopped.Json["status"]));
        Assert.Contains("accept-role", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(1, listed.Code);
        Assert.Contains("OPEN  owns nothing: The role owns schema shop", listed.Output, StringComparison.Ordinal);
        Assert.Contains("--yes", listed.Error, StringComparison.Ordinal);
        Assert.Equal(1, still.Code);
        Assert.Equal((0, "accepted"), (accepted.Code, (string?)accepted.Json["status"]));
        Assert.True(ran.Code == 0, ran.Error);
        Assert.Equal(1, doctor.Code);
        Assert.Contains("accepted this on", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("accepted this on", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exports_are_stopped_too()
    {
        await AddAsync(_shop.Owner);

        var export = await QueryAsync("--format", "csv");

        Assert.Equal((1, ""), (export.Code, export.Output));
        Assert.Contains("Questions to this project are stopped", export.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_sound_role_there_is_nothing_to_accept()
    {
        var added = await AddAsync(_shop.Reader);
        var result = await _cli.RunAsync(["project", "accept-role", "-p", "s"], Token);

        Assert.Equal("", added.Error);
        Assert.Equal((0, "The role only reads: there is nothing to accept.\n"), (result.Code, result.Output));
    }

    [Fact]
    public async Task An_analyst_accepts_nothing()
    {
        await AddAsync(_shop.Owner);
        await _cli.RunAsync(["user", "add", "--email", "ann@example.test", "--name", "Ann"], Token);
        await _cli.RunAsync(["member", "add", "-p", "s", "--email", "ann@example.test", "--role", "analyst"], Token);

        var result = await _cli.RunAsync(["project", "accept-role", "-p", "s", "--yes", "--as", "ann@example.test"], Token);

        Assert.Equal((1, "Only an admin of the project accepts what its database role can do.\n"), (result.Code, result.Error));
        Assert.Equal(1, (await QueryAsync()).Code);
    }

    private Task<CliResult> QueryAsync(params string[] more) => _cli.RunAsync(["query", "-p", "s", "--sql", "select count(*) from customer", .. more], Token);

    private Task<CliResult> AddAsync(string connection)
    {
        var login = new NpgsqlConnectionStringBuilder(connection);
        return _cli.RunAsync(
        [
            "project", "add", "--name", "S", "--slug", "s", "--db-host", login.Host!, "--db-port", $"{login.Port}", "--db-name", login.Database!,
            "--db-schema", "shop", "--db-user", login.Username!, "--db-password", login.Password!,
        ], Token);
    }
}
