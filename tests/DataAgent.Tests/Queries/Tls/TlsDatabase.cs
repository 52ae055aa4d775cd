using System.Security.Cryptography.X509Certificates;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;

namespace DataAgent.Tests.Queries.Tls;

/// <summary>A customer's server with TLS, whose certificate for "localhost" comes from the company's own authority.</summary>
public sealed class TlsDatabase : IAsyncLifetime
{
    private readonly PostgresServer _server = new();
    private readonly TestAuthority _authority = new();

    internal TestAuthority Authority => _authority;
    public CustomerDatabase Customer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        using var certificate = _authority.Issue("localhost");
        await _server.TurnOnTlsAsync(
            certificate.ExportCertificatePem() + "\n" + _authority.BetweenPem, certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem(), CancellationToken.None);
        Customer = new CustomerDatabase(_server);
        await Customer.InitializeAsync();
    }

    public ProjectPools CreatePools(bool knowsAuthority) =>
        Customer.CreatePools(new QueryOptions { RootCertificates = knowsAuthority ? _authority.RootFile : null });

    public async ValueTask DisposeAsync()
    {
        await Customer.DisposeAsync();
        await _server.DisposeAsync();
        _authority.Dispose();
    }
}
