using DataAgent.SqlGuard.Parsing;

namespace DataAgent.SqlGuard.Tests.Parsing;

public sealed class ModuleCacheTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Hash = "0123456789abcdef0123456789abcdef";

    /// <summary>In the home directory: a temporary one lies under a folder that everybody may write to.</summary>
    private readonly string _home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), $".dataagent-test-{Guid.NewGuid():n}");

    [Fact]
    public void Gives_back_what_was_written()
    {
        var cache = OpenPrivate();

        cache.Write([1, 2, 3]);

        Assert.Equal([1, 2, 3], cache.Read()!);
        Assert.Equal([1, 2, 3], OpenPrivate().Read()!);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(OnlyFile()));
    }

    [Fact]
    public void Does_not_load_a_torn_file()
    {
        var cache = OpenPrivate();
        cache.Write(new byte[1000]);

        File.WriteAllBytes(OnlyFile(), File.ReadAllBytes(OnlyFile())[..^1]);

        Assert.Null(cache.Read());
    }

    [Fact]
    public void Does_not_load_a_file_that_others_can_write()
    {
        var cache = OpenPrivate();
        cache.Write([1]);

        File.SetUnixFileMode(OnlyFile(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);

        Assert.Null(cache.Read());
    }

    [Fact]
    public void Does_not_load_through_a_link()
    {
        var cache = OpenPrivate();
        cache.Write([1]);
        var file = OnlyFile();
        File.Move(file, file + ".elsewhere");

        File.CreateSymbolicLink(file, file + ".elsewhere");

        Assert.Null(cache.Read());
    }

    [Fact]
    public void Does_not_use_a_folder_that_others_can_enter()
    {
        OpenPrivate();

        File.SetUnixFileMode(Folder, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);

        Assert.Null(ModuleCache.Open(Folder, Hash));
    }

    [Fact]
    public void Does_not_use_a_folder_under_one_that_others_can_write_to()
    {
        OpenPrivate();

        File.SetUnixFileMode(_home, OwnerOnly | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);

        Assert.Null(ModuleCache.Open(Folder, Hash));
    }

    public void Dispose()
    {
        if (Directory.Exists(_home))
            Directory.Delete(_home, recursive: true);
    }

    private string Folder => Path.Combine(_home, "cache");

    private ModuleCache OpenPrivate()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no cache on Windows");
        Directory.CreateDirectory(_home, OwnerOnly);
        var cache = ModuleCache.Open(Folder, Hash);
        Assert.SkipWhen(cache is null, "the home directory lies under one that others can write to");
        return cache!;
    }

    private string OnlyFile() => Assert.Single(Directory.GetFiles(Folder));
}
