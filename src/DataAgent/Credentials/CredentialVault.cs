using System.Security.Cryptography;
using System.Text;

namespace DataAgent.Credentials;

/// <summary>Seals what must not be read from a copy of our database: credentials, provider keys, cookie keys.</summary>
/// <remarks>A sealed text is bound to its <c>context</c> (project and field), so it opens nowhere else.</remarks>
public sealed class CredentialVault(CredentialKeyRing ring)
{
    private const string Version = "v1";
    private const int NonceBytes = 12, TagBytes = 16;

    /// <returns><c>v1.keyid.base64</c> of nonce, tag and cipher text.</returns>
    public string Seal(string plain, string context)
    {
        var text = Encoding.UTF8.GetBytes(plain);
        var sealedBytes = new byte[NonceBytes + TagBytes + text.Length];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);

        // Asked once: another process may add a key at any moment.
        var keyId = ring.CurrentId;
        using var aes = new AesGcm(ring.Find(keyId)!, TagBytes);
        aes.Encrypt(nonce, text, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), Bind(keyId, context));
        return $"{Version}.{keyId}.{Convert.ToBase64String(sealedBytes)}";
    }

    /// <exception cref="CredentialException">Sealed with a key that is not in the ring, for another place, or damaged.</exception>
    public string Open(string sealedText, string context)
    {
        if (sealedText.Split('.') is not [Version, var keyId, var payload])
            throw new CredentialException("A stored credential is damaged. Enter it again in the project's settings.");
        var key = ring.Find(keyId)
            ?? throw new CredentialException(
                $"A stored credential was sealed with key '{keyId}', which is not among the credential keys. Add that key back "
                + "(to the file credential-keys in the data folder, or to DATAAGENT_CREDENTIAL_KEYS), or enter the credential again.");
        try
        {
            var bytes = Convert.FromBase64String(payload);
            var plain = new byte[bytes.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), plain, Bind(keyId, context));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or OverflowException)
        {
            throw new CredentialException(
                "A stored credential does not open: the credential keys are of another installation, or it was changed since. "
                + "Put back the keys it was sealed with (the file credential-keys in the data folder, or DATAAGENT_CREDENTIAL_KEYS), "
                + "or enter it again.",
                e);
        }
    }

    /// <returns>The same, sealed with the key that seals now; null: it is already.</returns>
    /// <exception cref="CredentialException">It does not open.</exception>
    internal string? Reseal(string sealedText, string context) =>
        sealedText.Length == 0 || sealedText.StartsWith($"{Version}.{ring.CurrentId}.", StringComparison.Ordinal) ? null : Seal(Open(sealedText, context), context);

    private static byte[] Bind(string keyId, string context) => Encoding.UTF8.GetBytes($"{Version}|{keyId}|{context}");
}

/// <summary>The message is ours and says what to do.</summary>
public sealed class CredentialException(string message, Exception? inner = null) : Exception(message, inner);
