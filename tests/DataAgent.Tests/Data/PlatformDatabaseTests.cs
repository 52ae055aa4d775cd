using DataAgent.Data;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Tests.Data;

public sealed class PlatformDatabaseTests
{
    /// <summary>All who say in words that the database is away look for this kind of exception.</summary>
    [Fact]
    public async Task A_database_that_is_away_is_told_by_an_exception_of_databases()
    {
        await using var source = PlatformDatabase.CreateSource($"Host=127.0.0.1;Port={UnusedPort.Find()};Username=nobody;Database=none");
        await using var db = new PlatformDbContext((DbContextOptions<PlatformDbContext>)new DbContextOptionsBuilder<PlatformDbContext>().UsePlatform(source).Options);

        await Assert.ThrowsAsync<NpgsqlException>(() => db.Users.CountAsync(TestContext.Current.CancellationToken));
    }
}
