using System.Diagnostics;
using DataAgent.Audit;
using DataAgent.Conversations;
using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Tests.Data;

/// <summary>The scripts as an operator runs them, over the command line that was built with the tests.</summary>
public sealed class BackupTests(PostgresServer server) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataagent-backup-").FullName;
    private string _keys = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _keys = CredentialKeyRing.Generate();
        Directory.CreateDirectory(Path.Combine(_folder, "here"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "here", "credential-keys"), _keys, Token);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_backed_up_is_there_again_in_another_place()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (member, conversation, result) = await FillAsync(platform);
        var (there, backup) = (await server.CreateDatabaseAsync(Token), Path.Combine(_folder, "backup"));

        var saved = await RunAsync("backup", "here", platform.ConnectionString, backup, "--with-keys");
        var again = await RunAsync("backup", "here", platform.ConnectionString, backup);
        var restored = await RunAsync("restore", "there", there, backup);
        var twice = await RunAsync("restore", "there", there, backup);

        Assert.True(saved.Code == 0, saved.Text);
        Assert.Contains("whoever reads it can open every stored login", saved.Text, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(backup, "platform.dump")));
        Assert.Contains("holds a backup already", again.Text, StringComparison.Ordinal);
        Assert.True(restored.Code == 0, restored.Text);
        Assert.Equal(1, twice.Code);
        Assert.Contains("has tables in it", twice.Text, StringComparison.Ordinal);

        await using var start = await PlatformStart.StartAsync(new PlatformHome(Path.Combine(_folder, "there"), there), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Token);
        var options = new DbContextOptionsBuilder<PlatformDbContext>();
        await using var source = PlatformDatabase.CreateSource(there);
        options.UsePlatform(source);
        await using var db = new PlatformDbContext(options.Options);
        Assert.Equal("Sales of May", (await db.Conversations.SingleAsync(c => c.Id == conversation, Token)).Title);
        Assert.Equal(result.Content, (await db.Results.SingleAsync(r => r.Id == result.Id, Token)).Content);
        var project = await db.Projects.SingleAsync(p => p.Id == member.Project.Id, Token);
        Assert.Equal(("reader", "secret"), new CredentialVault(start.KeyRing).OpenDbLogin(project));
        await Assert.ThrowsAsync<PostgresException>(() => db.AuditEntries.ExecuteDeleteAsync(Token));
        Assert.Equal(1, await db.AuditEntries.CountAsync(Token));
    }

    [Fact]
    public async Task Without_its_keys_a_backup_says_so_and_other_keys_are_never_replaced()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var (there, without, with) = (await server.CreateDatabaseAsync(Token), Path.Combine(_folder, "without"), Path.Combine(_folder, "with"));
        Directory.CreateDirectory(Path.Combine(_folder, "there"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "there", "credential-keys"), CredentialKeyRing.Generate(), Token);

        var saved = await RunAsync("backup", "here", platform.ConnectionString, without);
        await RunAsync("backup", "here", platform.ConnectionString, with, "--with-keys");
        var other = await RunAsync("restore", "there", there, with);
        var wrong = await RunAsync("backup", "here", platform.ConnectionString, without, "--keys");
        var bare = await RunAsync("restore", "bare", there, without);

        Assert.Contains("keys are not in the backup", saved.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(without, "credential-keys")));
        Assert.Equal(1, other.Code);
        Assert.Contains("holds other keys than the backup", other.Text, StringComparison.Ordinal);
        Assert.Equal(2, wrong.Code);
        Assert.True(bare.Code == 0, bare.Text);
        Assert.Contains("Copy the file of that time to", bare.Text, StringComparison.Ordinal);
        // The place is free for the right ones.
        Assert.False(File.Exists(Path.Combine(_folder, "bare", "credential-keys")));
    }

    private async Task<(Member Member, Guid Conversation, StoredResult Result)> FillAsync(TestPlatform platform)
    {
        var vault = new CredentialVault(CredentialKeyRing.Parse(_keys));
        var member = await platform.AddMemberAsync(Role.Admin, platform.ConnectionString, "public", Token, project => vault.SetDbLogin(project, "reader", "secret"));
        var now = DateTimeOffset.UtcNow;
        var conversation = new Conversation { Id = Guid.CreateVersion7(), ProjectId = member.Project.Id, UserId = member.UserId, Title = "Sales of May", CreatedAt = now, UpdatedAt = now };
        var result = new StoredResult
        {
            Id = Guid.CreateVersion7(),
            ProjectId = member.Project.Id,
            UserId = member.UserId,
            ConversationId = conversation.Id,
            Sql = "select 1",
            Content = [1, 2, 3],
            RowCount = 1,
            CreatedAt = now,
        };
        await using var db = platform.CreateDbContext();
        db.Conversations.Add(conversation);
        db.Results.Add(result);
        db.AuditEntries.Add(ProjectAudit.Entry("project.edit", member.UserId, member.Project.Id, QueryDoor.Page, now));
        await db.SaveChangesAsync(Token);
        return (member, conversation.Id, result);
    }

    private async Task<(int Code, string Text)> RunAsync(string script, string data, string database, params string[] args)
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "scripts", script), args) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DATAAGENT_CLI"] = $"dotnet {Path.Combine(AppContext.BaseDirectory, "DataAgent.Cli.dll")}";
        start.Environment["DATAAGENT_DATA"] = Path.Combine(_folder, data);
        start.Environment["ConnectionStrings__Platform"] = database;
        start.Environment.Remove("DATAAGENT_CREDENTIAL_KEYS");
        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, string.Concat(texts));
    }
}
