using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Wasmtime;

namespace DataAgent.SqlGuard.Parsing;

/// <summary>The compiled parser, kept between processes: compiling takes about a second, reading it a few milliseconds.</summary>
/// <remarks>
/// The file is machine code that we run, so it is used only from a folder that nobody but its owner may enter, under parents
/// that nobody else may write to. Where that does not hold (or on Windows, where it cannot be told as simply), there is no
/// cache. Its first 32 bytes are the hash of the rest: a torn write is not loaded.
/// </remarks>
internal sealed class ModuleCache
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly string _path;

    private ModuleCache(string path) => _path = path;

    /// <param name="directory">Null: a folder of ours in the user's cache directory.</param>
    public static ModuleCache? Open(string? directory, string wasmHash)
    {
        if (OperatingSystem.IsWindows())
            return null;
        try
        {
            directory ??= DefaultDirectory();
            if (directory is null)
                return null;
            var folder = Directory.CreateDirectory(Path.GetFullPath(directory), OwnerOnly);
            var version = typeof(Engine).Assembly.GetName().Version;
            var file = $"parser-{wasmHash[..16]}-{version}-{RuntimeInformation.OSArchitecture}.bin".ToLowerInvariant();
            return IsPrivate(folder) ? new ModuleCache(Path.Combine(folder.FullName, file)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public byte[]? Read()
    {
        try
        {
            var file = new FileInfo(_path);
            if (OperatingSystem.IsWindows() || !file.Exists || file.LinkTarget is not null || (file.UnixFileMode & ~OwnerOnly) != 0)
                return null;
            var bytes = File.ReadAllBytes(_path);
            return bytes.Length > SHA256.HashSizeInBytes && SHA256.HashData(bytes.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes))
                ? bytes[SHA256.HashSizeInBytes..]
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Write(byte[] module)
    {
        var temporary = $"{_path}.{Guid.NewGuid():n}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(temporary, options))
            {
                file.Write(SHA256.HashData(module));
                file.Write(module);
            }

            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without a cache the next process compiles again; that is all.
        }
    }

    private static string? DefaultDirectory()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (string.IsNullOrEmpty(cache) && string.IsNullOrEmpty(home))
            return null;
        return Path.Combine(string.IsNullOrEmpty(cache) ? Path.Combine(home, ".cache") : cache, "dataagent");
    }

    private static bool IsPrivate(DirectoryInfo folder)
    {
        if (OperatingSystem.IsWindows() || folder.LinkTarget is not null || (folder.UnixFileMode & ~OwnerOnly) != 0)
            return false;
        for (var parent = folder.Parent; parent is not null; parent = parent.Parent)
            if ((parent.UnixFileMode & OthersWrite) != 0)
                return false;
        return true;
    }
}
