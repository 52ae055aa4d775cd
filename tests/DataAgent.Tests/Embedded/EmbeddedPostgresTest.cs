using System.Diagnostics;
using DataAgent.Embedded;
using DataAgent.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DataAgent.Tests.Embedded;

/// <summary>A folder of its own for each test, and servers in it.</summary>
public abstract class EmbeddedPostgresTest(ClusterTemplate template) : IAsyncLifetime
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected string Root { get; } = Path.Combine(Path.GetTempPath(), $"dataagent-embedded-{Guid.NewGuid():n}");

    private protected string Folder => Path.Combine(Root, "postgres");

    /// <summary>False for a class whose tests see a data folder being made.</summary>
    private protected virtual bool StartsWithData => true;

    public async ValueTask InitializeAsync()
    {
        if (StartsWithData)
            await template.CopyToAsync(Root, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        // An initdb whose parent was killed may still write there.
        await UntilAsync(IsDeleted);
        GC.SuppressFinalize(this);
    }

    private protected Task<EmbeddedPostgres> StartAsync() => StartAsync(Root);

    private protected static Task<EmbeddedPostgres> StartAsync(string root, string? binDir = null) =>
        EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { Root = root, BinDir = binDir ?? PostgresServer.BinDir, Durable = false }, NullLogger.Instance, Cancelled);

    private protected static async Task<string?> AskAsync(EmbeddedPostgres postgres, string sql, string? password = null)
    {
        var login = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false };
        login.Password = password ?? login.Password;
        await using var connection = new NpgsqlConnection(login.ConnectionString);
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync(Cancelled))?.ToString();
    }

    private protected async Task<string> RefusalAsync(string? binDir = null) =>
        (await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(Root, binDir))).Message;

    /// <summary>Waits for what other processes bring about.</summary>
    private protected static async Task UntilAsync(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(5, Cancelled))
            Assert.True(watch.Elapsed < _patience, "It did not happen within a minute.");
    }

    private protected static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    private bool IsDeleted()
    {
        try
        {
            if (Directory.Exists(Root))
                Directory.Delete(Root, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
