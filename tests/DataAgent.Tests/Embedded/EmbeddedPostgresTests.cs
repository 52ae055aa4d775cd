using System.Runtime.Versioning;
using DataAgent.Embedded;

namespace DataAgent.Tests.Embedded;

[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedPostgresTests(ClusterTemplate template) : EmbeddedPostgresTest(template)
{
    [Fact]
    public async Task Keeps_data_and_port_from_one_start_to_the_next()
    {
        int port;
        await using (var first = await StartAsync())
        {
            port = first.Port;
            await AskAsync(first, "create table kept as select 42 as answer");
        }

        await using var second = await StartAsync();

        Assert.Equal("42", await AskAsync(second, "select answer from kept"));
        Assert.Equal(port, second.Port);
    }

    [Fact]
    public async Task Stops_with_the_last_one_who_needs_it()
    {
        var first = await StartAsync();
        var second = await StartAsync();

        await first.DisposeAsync();

        Assert.Equal(first.ServerPid, second.ServerPid);
        Assert.Equal("1", await AskAsync(second, "select 1"));

        await second.DisposeAsync();

        Assert.Null(ProcessIdentity.Find(second.ServerPid));
        Assert.Empty(Directory.GetFiles(Path.Combine(second.Folder, "users")));
        Assert.Empty(Directory.GetFiles(Path.Combine(second.Folder, "watchdogs")));
    }
}
