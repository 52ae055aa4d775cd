using DataAgent.Embedded;
using System.Runtime.Versioning;

namespace DataAgent.Tests.Embedded;

[UnsupportedOSPlatform("windows")]
public sealed class RefusalTests(ClusterTemplate template) : EmbeddedPostgresTest(template)
{
    [Fact]
    public async Task Data_of_another_version_is_refused_and_both_versions_are_named()
    {
        Directory.Move(Directory.GetDirectories(Folder, "data-*").Single(), Path.Combine(Folder, "data-9"));

        var refusal = await RefusalAsync();

        Assert.Matches(@"was made by PostgreSQL 9, but only PostgreSQL \d\d( and \d\d)* is installed\. Install PostgreSQL 9 beside it, or move that folder away", refusal);
        Assert.Empty(Directory.GetFiles(Path.Combine(Folder, "users")));
    }

    [Fact]
    public async Task A_folder_without_server_programs_is_refused()
    {
        Assert.Equal($"There is no PostgreSQL server in {Path.GetTempPath()}: name the folder that holds initdb, pg_ctl and postgres.", await RefusalAsync(Path.GetTempPath()));
    }

    [Fact]
    public async Task A_version_that_is_too_old_is_refused()
    {
        Directory.Delete(Folder, recursive: true);
        var binDir = Directory.CreateDirectory(Path.Combine(Root, "old")).FullName;
        foreach (var name in new[] { "initdb", "pg_ctl", "postgres" })
        {
            await File.WriteAllTextAsync(Path.Combine(binDir, name), "#!/bin/sh\necho 'postgres (PostgreSQL) 9.6.24'\n", Cancelled);
            File.SetUnixFileMode(Path.Combine(binDir, name), (UnixFileMode)0b111_101_101);
        }

        Assert.StartsWith("PostgreSQL 9 is too old. Install PostgreSQL 13 or newer (Debian: apt-get install postgresql)", await RefusalAsync(binDir));
    }

    [Fact]
    public async Task A_lost_password_file_is_named()
    {
        await using (await StartAsync())
        {
        }

        File.Delete(Path.Combine(Folder, "secret"));

        Assert.Contains($"The password of the database is missing: {Path.Combine(Folder, "secret")}", await RefusalAsync());
    }

    [Fact]
    public async Task A_wrong_password_file_is_named_and_the_server_does_not_stay()
    {
        int server;
        await using (var postgres = await StartAsync())
            server = postgres.ServerPid;
        await File.WriteAllTextAsync(Path.Combine(Folder, "secret"), "wrong", Cancelled);

        Assert.Contains("has another password than", await RefusalAsync());
        Assert.False(File.Exists(Path.Combine(Directory.GetDirectories(Folder, "data-*").Single(), "postmaster.pid")));
        Assert.Null(ProcessIdentity.Find(server));
    }

    [Fact]
    public async Task A_setting_that_the_server_refuses_is_found_in_the_log()
    {
        var refusal = await Assert.ThrowsAsync<DataAgent.Embedded.EmbeddedPostgresException>(() => DataAgent.Embedded.EmbeddedPostgres.StartAsync(
            new() { Root = Root, Durable = false, Settings = new Dictionary<string, string> { ["max_connections"] = "none" } },
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
            Cancelled));

        Assert.Contains("did not start", refusal.Message);
        Assert.Contains("invalid value for parameter \"max_connections\": \"none\"", refusal.Message);
    }
}
