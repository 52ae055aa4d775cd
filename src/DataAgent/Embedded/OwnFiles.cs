namespace DataAgent.Embedded;

/// <summary>Files and folders with the rights we mean, whatever the umask says.</summary>
internal static class OwnFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>A folder that others may enter and list. One that is there stays as it is.</summary>
    public static void CreateFolder(string path) => Create(path, Owner | Others);

    public static void CreatePrivateFolder(string path) => Create(path, Owner);

    /// <summary>Writes a file that only its owner may read: all of it or nothing.</summary>
    /// <returns>False: it was there already.</returns>
    public static bool WritePrivate(string path, string text)
    {
        try
        {
            Write(path, text, UnixFileMode.UserRead | UnixFileMode.UserWrite, replace: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    /// <summary>The same in place of a file that is there.</summary>
    public static void ReplacePrivate(string path, string text) => Write(path, text, UnixFileMode.UserRead | UnixFileMode.UserWrite, replace: true);

    /// <summary>Writes a file that everybody may read: all of it or nothing.</summary>
    public static void WritePublic(string path, string text) =>
        Write(path, text, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, replace: true);

    private static void Write(string path, string text, UnixFileMode mode, bool replace)
    {
        // A leading dot: whoever lists the folder does not take it for the file.
        var draft = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():n}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var writer = new StreamWriter(draft, options))
                writer.Write(text);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(draft, mode);
            File.Move(draft, path, replace);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void Create(string path, UnixFileMode mode)
    {
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
            Create(parent, Owner | Others);
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }
}
