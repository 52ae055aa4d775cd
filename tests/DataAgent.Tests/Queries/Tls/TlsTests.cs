using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using DataAgent.Projects;
using DataAgent.Queries;
using Npgsql;

namespace DataAgent.Tests.Queries.Tls;

/// <summary>Each TLS setting of a project against a real server with a certificate of a company's own authority.</summary>
public sealed class TlsTests(TlsDatabase database) : IClassFixture<TlsDatabase>
{
    private const string UnknownAuthority = "The database server's certificate is signed by no authority that this platform trusts. "
        + "If it is your company's own, ask the platform's operator to name its root certificate in Queries:RootCertificates.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("disable", false, false)]
    [InlineData("prefer", false, true)]
    [InlineData("require", false, true)]
    [InlineData("verify-full", true, true)]
    public async Task A_connection_is_as_secure_as_the_project_says(string tls, bool knowsAuthority, bool isSecure)
    {
        await using var pools = database.CreatePools(knowsAuthority);
        var project = await AddProjectAsync(tls);

        await using var connection = await pools.OpenAsync(project, Token);

        await using var command = new NpgsqlCommand("select ssl from pg_stat_ssl where pid = pg_backend_pid()", connection);
        Assert.Equal(isSecure, await command.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task An_unknown_authority_is_refused_and_the_operator_is_told_where_to_name_it() =>
        Assert.Equal(UnknownAuthority, await RefusalAsync(knowsAuthority: false, "localhost"));

    [Fact]
    public async Task An_authority_of_the_same_name_with_another_key_vouches_for_nothing()
    {
        using var other = new TestAuthority();
        await using var pools = database.Customer.CreatePools(new QueryOptions { RootCertificates = other.RootFile });
        var project = await AddProjectAsync("verify-full");

        var error = await Assert.ThrowsAsync<ProjectDatabaseException>(() => pools.OpenAsync(project, Token));

        Assert.Equal(UnknownAuthority, error.Message);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused() => Assert.Equal(
        "The database server's certificate is for another host name than the project's. Ask a project admin to use the name that the certificate is for.",
        await RefusalAsync(knowsAuthority: true, "127.0.0.1"));

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        await using var proxy = Proxy(database.Authority.IssueExpired("localhost"));

        Assert.Equal(
            "The database server's certificate has expired or is not valid yet. Ask who runs the server to renew it.",
            await RefusalAsync(knowsAuthority: true, "localhost", proxy.Port));
    }

    [Fact]
    public async Task An_expired_certificate_of_an_unknown_authority_is_first_of_all_unknown()
    {
        await using var proxy = Proxy(database.Authority.IssueExpired("localhost"));

        Assert.Equal(UnknownAuthority, await RefusalAsync(knowsAuthority: false, "localhost", proxy.Port));
    }

    [Theory]
    [InlineData("prefer")]
    [InlineData("require")]
    [InlineData("verify-full")]
    public async Task A_certificate_cannot_make_the_platform_fetch_an_address(string tls)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var proxy = Proxy(database.Authority.IssueWithAddress("localhost", $"http://{listener.LocalEndpoint}/issuer.crt"));
        await using var pools = database.CreatePools(knowsAuthority: true);
        var project = await AddProjectAsync(tls, "localhost", proxy.Port);

        try
        {
            await using var connection = await pools.OpenAsync(project, Token);
        }
        catch (ProjectDatabaseException)
        {
        }

        Assert.Equal("localhost", proxy.RequestedName);
        Assert.False(listener.Pending());
    }

    [Theory]
    [InlineData("require")]
    [InlineData("verify-full")]
    public async Task Who_says_that_there_is_no_TLS_learns_nothing(string tls)
    {
        await using var server = new DeafServer();

        var refusal = await RefusalAsync(knowsAuthority: true, "localhost", server.Port, tls);

        Assert.Equal("The database server offers no TLS, which the project's connection demands. Ask who runs the server to turn TLS on.", refusal);
        Assert.Equal("", server.Heard);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("prefer")]
    public async Task Without_TLS_nobody_gets_the_password_by_asking_for_it(string tls)
    {
        await using var server = new DeafServer();

        await RefusalAsync(knowsAuthority: true, "localhost", server.Port, tls);

        Assert.Contains(database.Customer.RoleName, server.Heard);
        Assert.DoesNotContain(CustomerDatabase.Password + "\0", server.Heard);
    }

    private int Port => new NpgsqlConnectionStringBuilder(database.Customer.ConnectionString).Port;

    private TlsProxy Proxy(X509Certificate2 certificate) => new(Port, certificate);

    private async Task<Project> AddProjectAsync(string tls, string host = "localhost", int? port = null) =>
        (await database.Customer.AddMemberAsync(Role.Viewer, p => (p.DbTls, p.DbHost, p.DbPort) = (tls, host, port ?? p.DbPort))).Project;

    private async Task<string> RefusalAsync(bool knowsAuthority, string host, int? port = null, string tls = "verify-full")
    {
        await using var pools = database.CreatePools(knowsAuthority);
        var project = await AddProjectAsync(tls, host, port);
        return (await Assert.ThrowsAsync<ProjectDatabaseException>(() => pools.OpenAsync(project, Token))).Message;
    }
}
