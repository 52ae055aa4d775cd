using DataAgent.Queries;
using Microsoft.Extensions.Configuration;

namespace DataAgent.Tests.Queries.Tls;

/// <summary>A wrong file stops the start with a sentence, and not the first question.</summary>
public sealed class RootCertificatesTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"dataagent-roots-{Guid.NewGuid():n}.pem");

    [Fact]
    public void All_certificates_of_the_file_are_taken()
    {
        using var one = new TestAuthority();
        using var other = new TestAuthority();
        File.WriteAllText(_file, $"Our roots\n{File.ReadAllText(one.RootFile)}\n{File.ReadAllText(other.RootFile)}");

        Assert.Equal(_file, Read(_file).RootCertificates);
        Assert.Equal(2, RootCertificates.Load(_file).Count);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal($"Queries:RootCertificates names {_file}, which cannot be read. Give the path of a PEM file that the platform's user may read.", Problem());

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQ==\n-----END PUBLIC KEY-----\n")]
    public void A_file_without_a_certificate_is_no_answer(string content)
    {
        File.WriteAllText(_file, content);

        Assert.StartsWith($"Queries:RootCertificates names {_file}, which holds no certificate.", Problem());
    }

    [Fact]
    public void A_damaged_certificate_is_said_to_be()
    {
        File.WriteAllText(_file, "-----BEGIN CERTIFICATE-----\nMFkwEwYHKoZIzj0CAQ==\n-----END CERTIFICATE-----\n");

        Assert.StartsWith($"Queries:RootCertificates names {_file}, where a certificate is damaged.", Problem());
    }

    private string Problem() => Assert.Throws<FormatException>(() => Read(_file)).Message;

    private static QueryOptions Read(string path) => QueryOptions.From(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Queries:RootCertificates"] = path }).Build());

    public void Dispose() => File.Delete(_file);
}
