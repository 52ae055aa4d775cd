using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DataAgent.Queries;

/// <summary>The certificate authorities of the operator's own that vouch for database servers, from a PEM file.</summary>
internal static class RootCertificates
{
    /// <exception cref="FormatException">The file cannot be read, or holds no certificate; the message says so.</exception>
    public static X509Certificate2Collection Load(string path)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(
                $"{Setting} names {path}, which cannot be read. Give the path of a PEM file that the platform's user may read.", e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new FormatException(
                $"{Setting} names {path}, where a certificate is damaged. Get the file anew from who runs the certificate authority.", e);
        }

        return found.Count > 0 ? found : throw new FormatException(
            $"{Setting} names {path}, which holds no certificate. "
            + "Give a PEM file with at least one block that begins with -----BEGIN CERTIFICATE-----.");
    }

    private const string Setting = $"{QueryOptions.Section}:{nameof(QueryOptions.RootCertificates)}";
}
