using System.Runtime.Versioning;
using DataAgent.Embedded;

namespace DataAgent.Tests.Embedded;

[UnsupportedOSPlatform("windows")]
public sealed class AccountTests(ClusterTemplate template) : EmbeddedPostgresTest(template)
{
    private protected override bool StartsWithData => false;

    [Fact]
    public async Task Root_keeps_the_data_elsewhere_when_the_servers_user_cannot_enter_its_folder_and_says_so()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root hands the server to another user");
        Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string elsewhere;

        await using (var first = await StartAsync())
        {
            elsewhere = first.Folder;
            await AskAsync(first, "create table kept as select 42");
        }

        try
        {
            File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
            await using var second = await StartAsync();

            Assert.StartsWith("/var/lib/dataagent/", elsewhere);
            Assert.Equal(elsewhere, second.Folder);
            Assert.Contains($"cannot enter {Folder}: the database is kept in {elsewhere}.", second.Notice);
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [Fact]
    public async Task Root_runs_the_data_of_an_ordinary_user_as_that_user()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can act for others");
        Directory.CreateDirectory(Root, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_111_111);
        var (holder, server) = await ServerHolder.StartAsync(Root, Cancelled, account: "nobody");

        await using var mine = await StartAsync();
        await holder.KillAsync(Cancelled);
        await UntilAsync(() => Directory.GetFiles(Path.Combine(Folder, "watchdogs")).Length == 1);

        Assert.Equal(server, mine.ServerPid);
        Assert.Equal("1", await AskAsync(mine, "select 1"));

        await mine.DisposeAsync();
        await using var again = await StartAsync();

        Assert.Equal("1", await AskAsync(again, "select 1"));
    }
}
