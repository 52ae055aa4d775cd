using System.Diagnostics;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Deploy;

/// <summary>The backups of compose.yaml, by the script that its container runs.</summary>
public sealed class BackupScriptTests(PostgresServer server) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataagent-backups-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_backup_lets_those_go_that_are_too_old_and_nothing_else()
    {
        var database = await server.CreateDatabaseAsync(Token);
        var (old, young, other) = (Make("2020-01-01T000000Z", 30), Make("2020-01-02T000000Z", 2), Make("mine", 30));

        var code = await RunAsync(database, "3");

        Assert.Equal(0, code);
        Assert.Equal((false, true, true), (Directory.Exists(old), Directory.Exists(young), Directory.Exists(other)));
        var dump = Assert.Single(Directory.EnumerateFiles(_folder, "platform.dump", SearchOption.AllDirectories));
        Assert.Equal("PGDMP"u8.ToArray(), (await File.ReadAllBytesAsync(dump, Token))[..5]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(dump));
    }

    [Fact]
    public async Task A_backup_that_fails_leaves_the_old_ones_and_no_half_one()
    {
        var old = Make("2020-01-01T000000Z", 30);

        var code = await RunAsync(await server.CreateDatabaseAsync(Token) + ";Database=there_is_none", "3");

        Assert.NotEqual(0, code);
        Assert.Equal([old], Directory.EnumerateDirectories(_folder));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public async Task A_number_of_days_that_is_none_is_refused(string days) => Assert.Equal(2, await RunAsync(await server.CreateDatabaseAsync(Token), days));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Make(string name, int daysOld)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow.AddDays(-daysOld));
        return folder;
    }

    private async Task<int> RunAsync(string connectionString, string days)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "deploy", "backup.sh"), [_folder, "once"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = connection.Host, ["PGPORT"] = $"{connection.Port}", ["PGUSER"] = connection.Username, ["PGPASSWORD"] = connection.Password,
                ["PGDATABASE"] = connection.Database, ["BACKUP_DAYS"] = days,
            },
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(Token);
        return process.ExitCode;
    }
}
