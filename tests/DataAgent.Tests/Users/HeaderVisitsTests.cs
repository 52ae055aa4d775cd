using DataAgent.Testing;
using DataAgent.Users;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Users;

public sealed class HeaderVisitsTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_stays_away_for_long_comes_anew()
    {
        await using var platform = await TestPlatform.CreateAsync(server, Token);
        var clock = new ManualClock();
        var (visits, user) = (new HeaderVisits(platform, clock), await new UserDirectory(platform, clock).EnsureLocalAdministratorAsync(Token));

        await visits.NoteAsync(user, Token);
        clock.Advance(HeaderVisits.Absence - TimeSpan.FromSeconds(1));
        await visits.NoteAsync(user, Token);
        clock.Advance(HeaderVisits.Absence - TimeSpan.FromSeconds(1));
        await visits.NoteAsync(user, Token);
        Assert.Equal(1, await CountAsync());
        clock.Advance(HeaderVisits.Absence);
        await visits.NoteAsync(user, Token);

        Assert.Equal(2, await CountAsync());

        async Task<int> CountAsync()
        {
            await using var db = platform.CreateDbContext();
            return await db.AuditEntries.CountAsync(e => e.Action == "user.sign_in", Token);
        }
    }
}
