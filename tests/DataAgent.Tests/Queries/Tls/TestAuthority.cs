using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DataAgent.Tests.Queries.Tls;

/// <summary>A company's own certificate authority: a root, one between, and what they sign.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _root = Sign("CN=Test Root", null, isAuthority: true);
    private readonly X509Certificate2 _between;

    public TestAuthority()
    {
        _between = Sign("CN=Test Between", _root, isAuthority: true);
        File.WriteAllText(RootFile, _root.ExportCertificatePem());
    }

    public string RootFile { get; } = Path.Combine(Path.GetTempPath(), $"dataagent-root-{Guid.NewGuid():n}.pem");

    public string BetweenPem => _between.ExportCertificatePem();

    /// <summary>By the authority in between, as companies do.</summary>
    public X509Certificate2 Issue(string hostName) => Sign("CN=database", _between, isAuthority: false, hostName);

    /// <summary>One that says where the certificate of its issuer can be fetched.</summary>
    public X509Certificate2 IssueWithAddress(string hostName, string issuerAddress) => Sign("CN=database", _between, isAuthority: false, hostName, issuerAddress: issuerAddress);

    /// <summary>By the root itself.</summary>
    public X509Certificate2 IssueExpired(string hostName) => Sign("CN=database", _root, isAuthority: false, hostName, DateTimeOffset.UtcNow.AddDays(-1));

    private static X509Certificate2 Sign(
        string name, X509Certificate2? issuer, bool isAuthority, string? hostName = null, DateTimeOffset? until = null, string? issuerAddress = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        if (issuerAddress is not null)
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], [issuerAddress]));
        if (hostName is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(hostName);
            request.CertificateExtensions.Add(names.Build());
        }

        if (issuer is null)
            return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(10));
        using var signed = request.Create(issuer, issuer.NotBefore, until ?? issuer.NotAfter, RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        // SslStream wants a key that is kept, not one in passing.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }

    public void Dispose()
    {
        File.Delete(RootFile);
        _root.Dispose();
        _between.Dispose();
    }
}
