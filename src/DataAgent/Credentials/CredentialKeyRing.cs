using System.Security.Cryptography;
using System.Text;

namespace DataAgent.Credentials;

/// <summary>AES-256 keys by id: the first one seals, all of them open. Written as <c>id:base64,id:base64</c>.</summary>
public sealed class CredentialKeyRing
{
    private const int KeyBytes = 32;
    private readonly Dictionary<string, byte[]> _keys = [];

    private CredentialKeyRing() { }

    public string CurrentId { get; private set; } = "";

    internal byte[]? Find(string id) => _keys.GetValueOrDefault(id);

    /// <exception cref="FormatException">The text is no key ring; the message says which part.</exception>
    public static CredentialKeyRing Parse(string text)
    {
        var ring = new CredentialKeyRing();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = entry.IndexOf(':');
            if (colon <= 0)
                throw new FormatException("Each credential key is written as id:base64, and keys are parted by commas.");
            var id = entry[..colon];
            var key = new byte[KeyBytes];
            if (!Convert.TryFromBase64String(entry[(colon + 1)..], key, out var written) || written != KeyBytes)
                throw new FormatException($"Credential key '{id}' is not 32 bytes in base64.");
            if (id.Contains('.') || !ring._keys.TryAdd(id, key))
                throw new FormatException($"Credential key '{id}' is given twice, or its id holds a dot.");
            if (ring.CurrentId.Length == 0)
                ring.CurrentId = id;
        }

        return ring.CurrentId.Length > 0 ? ring : throw new FormatException("The credential key ring is empty.");
    }

    /// <summary>A new ring of one key, as text to be kept in a file that only its owner reads.</summary>
    public static string Generate() => $"k1:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))}";
}

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

        using var aes = new AesGcm(ring.Find(ring.CurrentId)!, TagBytes);
        aes.Encrypt(nonce, text, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), Bind(ring.CurrentId, context));
        return $"{Version}.{ring.CurrentId}.{Convert.ToBase64String(sealedBytes)}";
    }

    /// <exception cref="CredentialException">Sealed with a key that is not in the ring, for another place, or damaged.</exception>
    public string Open(string sealedText, string context)
    {
        if (sealedText.Split('.') is not [Version, var keyId, var payload])
            throw new CredentialException("A stored credential is damaged. Enter it again in the project's settings.");
        var key = ring.Find(keyId)
            ?? throw new CredentialException($"A stored credential was sealed with key '{keyId}', which is not in DATAAGENT_CREDENTIAL_KEYS. Add that key back, or enter the credential again.");
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
            throw new CredentialException("A stored credential does not open: it was sealed for another place or changed since. Enter it again.", e);
        }
    }

    private static byte[] Bind(string keyId, string context) => Encoding.UTF8.GetBytes($"{Version}|{keyId}|{context}");
}

/// <summary>The message is ours and says what to do.</summary>
public sealed class CredentialException(string message, Exception? inner = null) : Exception(message, inner);
