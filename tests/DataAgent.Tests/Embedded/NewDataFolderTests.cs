using System.Runtime.Versioning;
using Npgsql;

namespace DataAgent.Tests.Embedded;

[UnsupportedOSPlatform("windows")]
public sealed class NewDataFolderTests(ClusterTemplate template) : EmbeddedPostgresTest(template)
{
    private protected override bool StartsWithData => false;

    [Fact]
    public async Task Makes_a_database_that_answers_on_loopback()
    {
        await using var postgres = await StartAsync();

        Assert.Equal("platform", await AskAsync(postgres, "select current_user"));
        Assert.Equal("127.0.0.1", await AskAsync(postgres, "show listen_addresses"));
        Assert.Equal("scram-sha-256", await AskAsync(postgres, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"));
    }

    [Fact]
    public async Task The_password_is_readable_by_its_owner_alone()
    {
        await using var postgres = await StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(postgres.Folder, "secret")));
        await Assert.ThrowsAsync<PostgresException>(() => AskAsync(postgres, "select 1", password: "guess"));
    }

    [Theory]
    [InlineData("data folder begun", ".new-*")]
    [InlineData("secret written", "secret")]
    [InlineData("initdb at work", ".new-*/PG_VERSION")]
    public async Task A_kill_while_the_data_folder_is_made_leaves_nothing_half_made(string _, string sign)
    {
        using var holder = ServerHolder.Begin(Root);
        await UntilAsync(() => Directory.Exists(Folder) && Exists(sign));
        await holder.KillAsync(Cancelled);

        await using var next = await StartAsync();

        Assert.Equal("1", await AskAsync(next, "select 1"));
        Assert.Single(Directory.GetDirectories(Folder, "data-*"));
    }

    [Fact]
    public async Task Many_may_make_it_at_once_and_share_one_server()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(StartAsync)));

        Assert.Single(all.Select(p => p.ServerPid).Distinct());

        await Task.WhenAll(all.Select(p => p.DisposeAsync().AsTask()));

        Assert.Null(DataAgent.Embedded.ProcessIdentity.Find(all[0].ServerPid));
    }

    private bool Exists(string sign)
    {
        var parts = sign.Split('/');
        var found = Directory.GetFileSystemEntries(Folder, parts[0]);
        return found.Length > 0 && (parts.Length == 1 || found.Any(folder => File.Exists(Path.Combine(folder, parts[1]))));
    }
}
