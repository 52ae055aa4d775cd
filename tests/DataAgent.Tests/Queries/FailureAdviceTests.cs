using DataAgent.Projects;
using DataAgent.Queries;
using Npgsql;

namespace DataAgent.Tests.Queries;

/// <summary>What an asker reads when PostgreSQL says no. The errors are real ones, of a real server.</summary>
public sealed class FailureAdviceTests(CustomerDatabase database) : IClassFixture<CustomerDatabase>
{
    private const string Unreachable = "The project's database cannot be reached. Try again in a moment; if it stays like this, ask a project admin to check the connection.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("select nam from shop.customer", "42703", "PostgreSQL says: column \"nam\" does not exist.", 7)]
    [InlineData("select 1 from shop.customers", "42P01", "PostgreSQL says: relation \"shop.customers\" does not exist.", 14)]
    [InlineData("select '🦆', nosuch(1)", "42883", "PostgreSQL says: function nosuch(integer) does not exist.", 13)]
    [InlineData("select 1/0", "22012", "A divisor is zero. Write nullif(divisor, 0)", -1)]
    [InlineData("select 'x'::int", "22P02", "PostgreSQL says: invalid input syntax for type integer: \"x\".", 7)]
    [InlineData("select 2147483647 + 1", "22003", "PostgreSQL says: integer out of range.", -1)]
    [InlineData("select id, count(*) from shop.customer", "42803", "Put the column into GROUP BY", 7)]
    [InlineData("select id from shop.customer a, shop.customer b", "42702", "Write the table's name or alias in front", 7)]
    [InlineData("select (select id from shop.customer)", "21000", "Correct the SQL and run it again.", -1)]
    [InlineData("select * from pg_authid", "42501", "It is hidden, not empty", -1)]
    [InlineData("select shop.count_up()", "25006", "Queries can only read.", -1)]
    [InlineData("select", null, "", -1)]
    [InlineData("select pg_sleep(9)", "57014", "The query took longer than 1 s and was stopped.", -1)]
    public async Task Each_error_comes_with_what_to_do_next(string sql, string? sqlState, string advice, int position)
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.MaxQueryTimeoutSeconds = 1);

        var failure = await FailAsync(member.Project, "  " + sql, sql);

        Assert.Equal((sqlState, position < 0 ? -1 : position + 2), (failure?.SqlState, failure?.Position ?? -1));
        Assert.Contains(advice, failure?.Advice ?? "");
    }

    [Fact]
    public async Task A_refused_login_is_for_the_admin_to_mend()
    {
        var member = await database.AddMemberAsync(Role.Viewer);
        database.Platform.Vault.SetDbLogin(member.Project, "no_such_role", "wrong");

        var failure = await FailAsync(member.Project, "select 1", "select 1");

        Assert.StartsWith("28", failure!.SqlState);
        Assert.Equal("The project's database refused the login. Ask a project admin to re-enter the user and the password.", failure.Advice);
    }

    [Fact]
    public async Task A_missing_database_is_named_as_such()
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.DbName = "no_such_database");

        var failure = await FailAsync(member.Project, "select 1", "select 1");

        Assert.Equal(new("3D000", "The project's database does not exist on its server. Ask a project admin to check its name."), failure);
    }

    [Theory]
    [InlineData("127.0.0.1", 1)]
    [InlineData("no-such-host.invalid", 5432)]
    public async Task A_closed_port_and_an_unknown_name_read_the_same(string host, int port)
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => (p.DbHost, p.DbPort) = (host, port));

        var failure = await FailAsync(member.Project, "select 1", "select 1");

        Assert.Equal(new(null, Unreachable), failure);
    }

    [Fact]
    public async Task A_host_that_is_never_allowed_gets_no_connection()
    {
        var member = await database.AddMemberAsync(Role.Viewer, p => p.DbHost = "169.254.169.254");

        var failure = await FailAsync(member.Project, "select 1", "select 1");

        Assert.Contains("never allowed", failure!.Advice);
    }

    [Fact]
    public async Task A_login_sealed_for_another_project_says_to_enter_it_again()
    {
        var member = await database.AddMemberAsync(Role.Viewer);
        var other = await database.AddMemberAsync(Role.Viewer);
        (member.Project.SealedDbUser, member.Project.SealedDbPassword) = (other.Project.SealedDbUser, other.Project.SealedDbPassword);

        var failure = await FailAsync(member.Project, "select 1", "select 1");

        Assert.Contains("enter it again", failure!.Advice);
    }

    [Fact]
    public async Task A_query_cancelled_by_somebody_else_is_not_called_slow()
    {
        var member = await database.AddMemberAsync(Role.Viewer);
        var failing = FailAsync(member.Project, "select 'cancelled', pg_sleep(60)", "select 'cancelled', pg_sleep(60)");
        while (await database.CountRunningAsync("cancelled") == 0)
            Token.ThrowIfCancellationRequested();

        await database.ExecuteAsync($"select pg_cancel_backend(pid) from pg_stat_activity where usename = '{database.RoleName}' and query like '%cancelled%'");

        Assert.Contains("was cancelled on the database server", (await failing)!.Advice);
    }

    [Fact]
    public async Task A_locked_table_is_not_called_slow()
    {
        await database.ExecuteAsync("create table shop.locked (n int); grant select on shop.locked to public");
        await using var connection = new NpgsqlConnection(database.AdminConnectionString);
        await connection.OpenAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = new NpgsqlCommand("lock table shop.locked", connection, transaction);
        await command.ExecuteNonQueryAsync(Token);
        var member = await database.AddMemberAsync(Role.Viewer);

        var failure = await FailAsync(member.Project, "select * from shop.locked", "select * from shop.locked");

        Assert.Equal(new("55P03", "A table is locked by a change that is under way. Try again in a moment."), failure! with { Position = -1 });
    }

    private async Task<QueryOutcome.Failed?> FailAsync(Project project, string given, string judged)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            await new ReadOnlyReader(database.Pools, new QueryOptions()).ReadAsync(project, new(judged, [], []), Token);
            return null;
        }
        catch (Exception e) when (FailureAdvice.IsOfDatabase(e))
        {
            return FailureAdvice.For(e, project, given, judged, TimeProvider.System.GetElapsedTime(started));
        }
    }
}
