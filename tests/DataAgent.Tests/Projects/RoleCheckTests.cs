using DataAgent.Projects.Roles;
using DataAgent.Testing;

namespace DataAgent.Tests.Projects;

public sealed class RoleCheckTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_made_by_the_setup_holds()
    {
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);
        await customer.RunAsync("revoke create on schema public from public", Token);

        var report = await CheckAsync(customer, customer.Role(excluded: ["secrets"]));

        Assert.True(report.Holds, string.Join("\n", report.Attempts.Where(a => !a.Passed)));
        Assert.Equal(17, report.Attempts.Count);
    }

    [Theory]
    [InlineData("no_powers", "alter role {0} createdb")]
    [InlineData("no_powers", "grant pg_read_all_data to {0}")]
    [InlineData("owns_nothing", "alter table \"Sales EU's\".secrets owner to {0}")]
    [InlineData("owns_nothing", "create schema mine authorization {0}")]
    [InlineData("cannot_write", "grant update (total) on \"Sales EU's\".\"Order's\" to {0}")]
    [InlineData("cannot_write", "grant usage on schema other to {0}; grant truncate on other.things to public")]
    [InlineData("cannot_create_tables", "grant create on schema other to {0}")]
    [InlineData("cannot_move_sequences", "grant usage on sequence \"Sales EU's\".secrets_id_seq to {0}")]
    [InlineData("cannot_read_hidden_tables", "grant select on \"Sales EU's\".secrets to public")]
    [InlineData("cannot_read_hidden_tables", "grant select (pin) on \"Sales EU's\".secrets to {0}")]
    [InlineData("no_view_on_hidden_tables", "create view \"Sales EU's\".v as select pin from \"Sales EU's\".secrets; create view \"Sales EU's\".w as select * from \"Sales EU's\".v; grant select on \"Sales EU's\".w to {0}")]
    [InlineData("no_parent_of_hidden_tables", "create table \"Sales EU's\".every (); alter table \"Sales EU's\".secrets inherit \"Sales EU's\".every; grant select on \"Sales EU's\".every to {0}")]
    [InlineData("no_parent_of_hidden_tables", "create table \"Sales EU's\".every (); alter table other.things inherit \"Sales EU's\".every; grant select on \"Sales EU's\".every to {0}")]
    [InlineData("cannot_read_other_schemas", "grant usage on schema other to {0}; grant select on other.things to {0}")]
    [InlineData("cannot_read_files", "grant execute on function pg_read_file(text) to {0}")]
    [InlineData("cannot_read_passwords", "grant select on pg_authid to {0}")]
    [InlineData("read_only_by_default", "alter role {0} reset default_transaction_read_only")]
    [InlineData("reads_tables", "revoke usage on schema \"Sales EU's\" from {0}; revoke select on all tables in schema \"Sales EU's\" from {0}")]
    public async Task What_is_open_is_found(string attempt, string opening)
    {
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);

        var report = await CheckAsync(customer, customer.Role(excluded: ["secrets"]), string.Format(opening, PgQuote.Name(customer.RoleName)));

        var found = Assert.Single(report.Attempts, a => a.Name == attempt);
        Assert.False(found.Passed, found.Message);
    }

    [Fact]
    public async Task Nothing_that_was_tried_stays()
    {
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);

        await CheckAsync(customer, customer.Role(), $"grant create on schema other to {PgQuote.Name(customer.RoleName)}");

        await using var connection = await customer.OpenAsRoleAsync(Token);
        Assert.Empty(await new RoleSession(connection).ListAsync("select relname::text from pg_class where relname like 'data_agent%'", Token));
    }

    private static async Task<RoleReport> CheckAsync(CustomerDatabase customer, ReadOnlyRole role, string? opening = null)
    {
        Assert.IsType<RoleSetupOutcome.Done>(await RoleSetup.RunAsync(customer.Admin, role, dryRun: false, Token));
        if (opening is not null)
            await customer.RunAsync(opening, Token);
        await using var connection = await customer.OpenAsRoleAsync(Token);
        return await RoleCheck.RunAsync(connection, role, DateTimeOffset.UtcNow, Token);
    }
}
