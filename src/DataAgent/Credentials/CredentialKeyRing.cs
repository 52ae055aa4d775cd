using System.Security.Cryptography;
using DataAgent.Embedded;

namespace DataAgent.Credentials;

/// <summary>AES-256 keys by id: the first one seals, all of them open. Written as <c>id:base64,id:base64</c>.</summary>
/// <remarks>A ring that is kept in a file follows it: a process that runs while keys are rotated seals with the new one and opens both.</remarks>
public sealed class CredentialKeyRing
{
    private const int KeyBytes = 32;

    private readonly string? _file;
    private volatile State _state;

    private CredentialKeyRing(State state, string? file) => (_state, _file) = (state, file);

    public string CurrentId => Fresh().Ids[0];

    /// <summary>The current one first.</summary>
    public IReadOnlyList<string> Ids => Fresh().Ids;

    /// <summary>False: the keys are in the environment, where only the operator changes them.</summary>
    public bool IsInFile => _file is not null;

    internal byte[]? Find(string id) => Fresh().Keys.GetValueOrDefault(id);

    /// <exception cref="FormatException">The text is no key ring; the message says which part.</exception>
    public static CredentialKeyRing Parse(string text) => new(Read(text, default), null);

    /// <exception cref="FormatException">The file holds no key ring; the message says which part.</exception>
    public static CredentialKeyRing Load(string file)
    {
        var written = File.GetLastWriteTimeUtc(file);
        return new(Read(File.ReadAllText(file), written), file);
    }

    /// <summary>A new ring of one key, as text to be kept in a file that only its owner reads.</summary>
    public static string Generate() => NewKey("k1");

    /// <summary>A new key that is not in the ring yet, as it is written in one.</summary>
    public string NewKey() => NewKey($"k{1 + Ids.Max(id => id.Length > 1 && id[0] == 'k' && int.TryParse(id.AsSpan(1), out var number) ? number : 0)}");

    /// <summary>From now on a new key seals, here and in every process that reads the file.</summary>
    internal void AddKey() => Write([NewKey(), .. Lines()]);

    /// <summary>What was sealed with it does not open any more.</summary>
    internal void RemoveKeys(IReadOnlyCollection<string> ids) => Write([.. Lines().Where(line => !ids.Contains(IdOf(line)))]);

    private static string NewKey(string id) => $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))}";

    private static string IdOf(string line) => line[..line.IndexOf(':')];

    private string[] Lines() => File.ReadAllText(_file!).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private void Write(string[] lines)
    {
        OwnFiles.ReplacePrivate(_file!, string.Join(",", lines));
        _state = Read(string.Join(",", lines), File.GetLastWriteTimeUtc(_file!));
    }

    /// <summary>One look at the file's time; it is read again when somebody has written it since.</summary>
    private State Fresh()
    {
        if (_file is null)
            return _state;
        try
        {
            var written = File.GetLastWriteTimeUtc(_file);
            if (written != _state.Written)
                _state = Read(File.ReadAllText(_file), written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // What was read before still holds: a running process does not stop over a file that somebody is moving.
        }

        return _state;
    }

    private static State Read(string text, DateTime written)
    {
        var (keys, ids) = (new Dictionary<string, byte[]>(), new List<string>());
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = entry.IndexOf(':');
            if (colon <= 0)
                throw new FormatException("Each credential key is written as id:base64, and keys are parted by commas.");
            var id = entry[..colon];
            var key = new byte[KeyBytes];
            if (!Convert.TryFromBase64String(entry[(colon + 1)..], key, out var length) || length != KeyBytes)
                throw new FormatException($"Credential key '{id}' is not 32 bytes in base64.");
            if (id.Contains('.') || !keys.TryAdd(id, key))
                throw new FormatException($"Credential key '{id}' is given twice, or its id holds a dot.");
            ids.Add(id);
        }

        return ids.Count > 0 ? new(keys, ids, written) : throw new FormatException("The credential key ring is empty.");
    }

    private sealed record State(Dictionary<string, byte[]> Keys, IReadOnlyList<string> Ids, DateTime Written);
}
