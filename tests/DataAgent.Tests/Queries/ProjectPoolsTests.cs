using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Tests.Queries.Tls;
using Npgsql;

namespace DataAgent.Tests.Queries;

public sealed class ProjectPoolsTests(CustomerDatabase database) : IClassFixture<CustomerDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Members_of_a_project_share_its_pool_until_a_setting_changes()
    {
        await using var pools = database.CreatePools(new QueryOptions());
        var member = await database.AddMemberAsync(Role.Viewer);

        var first = await pools.GetAsync(member.Project, Token);
        var second = await pools.GetAsync(member.Project, Token);
        database.Platform.Vault.SetDbLogin(member.Project, database.RoleName, CustomerDatabase.Password);
        var changed = await pools.GetAsync(member.Project, Token);

        Assert.Same(first, second);
        Assert.NotSame(first, changed);
    }

    [Fact]
    public async Task Beyond_the_limit_the_pool_unused_for_longest_goes_and_comes_back_when_needed()
    {
        await using var pools = database.CreatePools(new QueryOptions { MaxPools = 2 });
        Project[] projects = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => (await database.AddMemberAsync(Role.Viewer)).Project))];

        var first = await pools.GetAsync(projects[0], Token);
        var second = await pools.GetAsync(projects[1], Token);
        await pools.GetAsync(projects[0], Token);
        await pools.GetAsync(projects[2], Token);

        Assert.Same(first, await pools.GetAsync(projects[0], Token));
        Assert.NotSame(second, await pools.GetAsync(projects[1], Token));
    }

    [Fact]
    public async Task A_connection_of_a_pool_that_just_went_still_opens()
    {
        await using var pools = database.CreatePools(new QueryOptions());
        var member = await database.AddMemberAsync(Role.Viewer);
        var old = await pools.GetAsync(member.Project, Token);
        database.Platform.Vault.SetDbLogin(member.Project, database.RoleName, CustomerDatabase.Password);
        await pools.GetAsync(member.Project, Token);

        await using var connection = await ProjectPools.OpenAsync(old, Token);

        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task A_name_is_connected_to_by_an_address_that_answers(string host)
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.DbHost = host);

        await using var connection = await database.Pools.OpenAsync(member.Project, Token);

        Assert.Equal("dataagent", new NpgsqlConnectionStringBuilder(connection.ConnectionString).ApplicationName);
        Assert.Contains(connection.Host, new[] { "127.0.0.1", "::1" });
    }

    [Theory]
    [InlineData("require")]
    [InlineData("verify-full")]
    public async Task A_server_without_TLS_is_refused_when_the_project_asks_for_it(string tls)
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.DbTls = tls);

        await Assert.ThrowsAsync<ProjectDatabaseException>(() => database.Pools.OpenAsync(member.Project, Token));
    }

    [Fact]
    public async Task A_server_without_TLS_serves_who_only_prefers_it()
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.DbTls = "prefer");

        await using var connection = await database.Pools.OpenAsync(member.Project, Token);

        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
    }

    [Theory]
    [InlineData("prefer")]
    [InlineData("require")]
    public async Task TLS_is_asked_for_by_the_projects_host_name_although_we_connect_to_an_address(string tls)
    {
        await using var proxy = new TlsProxy(new NpgsqlConnectionStringBuilder(database.ConnectionString).Port);
        var member = await database.AddMemberAsync(Role.Viewer, p => (p.DbHost, p.DbPort, p.DbTls) = ("localhost", proxy.Port, tls));

        await using var connection = await database.Pools.OpenAsync(member.Project, Token);

        Assert.Equal("127.0.0.1", connection.Host);
        Assert.Equal("localhost", proxy.RequestedName);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_when_the_project_asks_to_verify()
    {
        await using var proxy = new TlsProxy(new NpgsqlConnectionStringBuilder(database.ConnectionString).Port);
        var member = await database.AddMemberAsync(Role.Viewer, p => (p.DbHost, p.DbPort, p.DbTls) = ("localhost", proxy.Port, "verify-full"));

        await Assert.ThrowsAsync<ProjectDatabaseException>(() => database.Pools.OpenAsync(member.Project, Token));

        Assert.Equal("localhost", proxy.RequestedName);
    }

    [Fact]
    public async Task An_unknown_TLS_setting_never_means_no_TLS()
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.DbTls = "verify_full");

        var error = await Assert.ThrowsAsync<ProjectDatabaseException>(() => database.Pools.OpenAsync(member.Project, Token));

        Assert.Contains("TLS", error.Message);
    }
}
