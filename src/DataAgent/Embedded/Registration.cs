namespace DataAgent.Embedded;

/// <summary>Says that a process needs the server: a file <c>users/pid-n</c> that holds when the process started.</summary>
/// <remarks>
/// Written before anything else is looked at. Whoever stops the server looks for these files only after making itself known,
/// so of a starter and a stopper at least one sees the other.
/// </remarks>
internal sealed class Registration
{
    private static int _count;

    private readonly string _file;

    private Registration(string file) => _file = file;

    public string Name => Path.GetFileName(_file);

    public static Registration Add(ServerFolder folder)
    {
        var name = $"{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
        OwnFiles.WritePublic(Path.Combine(folder.Users, name), ProcessIdentity.Find(Environment.ProcessId)!);
        return new Registration(Path.Combine(folder.Users, name));
    }

    /// <summary>False: struck off, by us or by the watchdog.</summary>
    public bool Exists => File.Exists(_file);

    public void Remove() => File.Delete(_file);

    public static bool IsAlive(ServerFolder folder, string name)
    {
        try
        {
            return int.TryParse(name.Split('-')[0], out var pid) && ProcessIdentity.Find(pid) == File.ReadAllText(Path.Combine(folder.Users, name));
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    public static void RemoveDead(ServerFolder folder)
    {
        foreach (var name in ServerFolder.List(folder.Users).Where(name => !IsAlive(folder, name)))
            File.Delete(Path.Combine(folder.Users, name));
    }
}
