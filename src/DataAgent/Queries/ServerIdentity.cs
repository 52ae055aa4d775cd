using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DataAgent.Queries;

/// <summary>Is the server that answers the one that the project names? Judged by its certificate, for projects with verify-full.</summary>
/// <param name="roots">Authorities trusted besides those of the system; null: the system's alone.</param>
/// <remarks>
/// Ours instead of the driver's for two reasons: the driver would trust the given authorities only and no longer the system's, and its
/// errors do not tell an unknown authority from a wrong name.
/// </remarks>
internal sealed class ServerIdentity(X509Certificate2Collection? roots)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    // Also a bad signature: it is that of somebody who took the name of an authority.
    private const X509ChainStatusFlags Unknown =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid;

    /// <summary>How the system judges a chain: without following an address that the server wrote into it.</summary>
    /// <remarks>For every TLS setting, for the system builds the chain also where nobody asks for its verdict.</remarks>
    public static X509ChainPolicy Offline() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        ApplicationPolicy = { ServerAuthentication },
    };

    /// <exception cref="ProjectDatabaseException">It is not; the message says why and what to do.</exception>
    public bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        WhyNot(certificate, chain, errors) is not { } advice ? true : throw new ProjectDatabaseException(null, advice);

    private string? WhyNot(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return null;
        if (certificate is null || chain is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "The database server showed no certificate. Ask who runs the server to give it one.";

        // First the issuer: what a certificate of an unknown one says about names and times means nothing.
        var flaws = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
            ? Flaws(new X509Certificate2(certificate), chain)
            : X509ChainStatusFlags.NoError;
        if ((flaws & Unknown) != 0)
            return "The database server's certificate is signed by no authority that this platform trusts. "
                + "If it is your company's own, ask the platform's operator to name its root certificate in Queries:RootCertificates.";
        if (flaws.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return "The database server's certificate has expired or is not valid yet. Ask who runs the server to renew it.";
        if (flaws != X509ChainStatusFlags.NoError)
            return $"The database server's certificate is not good for this ({flaws}). Ask who runs the server to replace it.";
        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? "The database server's certificate is for another host name than the project's. "
                + "Ask a project admin to use the name that the certificate is for."
            : null;
    }

    private X509ChainStatusFlags Flaws(X509Certificate2 certificate, X509Chain bySystem)
    {
        using (certificate)
        {
            if (roots is null)
                return All(bySystem);

            using var chain = new X509Chain { ChainPolicy = Offline() };
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
            // Authorities in between, as the server sent them.
            chain.ChainPolicy.ExtraStore.AddRange(bySystem.ChainPolicy.ExtraStore);
            chain.ChainPolicy.ExtraStore.AddRange(roots);
            if (chain.Build(certificate))
                return X509ChainStatusFlags.NoError;

            // A flaw of a certificate whose issuer the system knows is told as the system found it.
            var (ours, theirs) = (All(chain), All(bySystem));
            return (theirs & Unknown) != 0 ? ours : theirs;
        }
    }

    private static X509ChainStatusFlags All(X509Chain chain) =>
        chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
}
