using DataAgent.Projects.Roles;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Projects;

public sealed class RoleSetupTests(PostgresServer server)
{
    private const string InsufficientPrivilege = "42501";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_role_reads_the_tables_of_its_schema_and_nothing_else()
    {
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);

        var outcome = await RoleSetup.RunAsync(customer.Admin, customer.Role(excluded: ["secrets"]), dryRun: false, Token);

        Assert.IsType<RoleSetupOutcome.Done>(outcome);
        Assert.Null(await customer.TryAsync("""select * from "Sales EU's"."Order's" """, Token));
        Assert.Null(await customer.TryAsync("""select * from "Sales EU's".totals""", Token));
        Assert.Equal(InsufficientPrivilege, await customer.TryAsync("""select * from "Sales EU's".secrets""", Token));
        Assert.Equal(InsufficientPrivilege, await customer.TryAsync("select * from other.things", Token));
        Assert.Equal(InsufficientPrivilege, await customer.TryAsync("""set transaction read write; delete from "Sales EU's"."Order's" """, Token));
        Assert.Equal("25006", await customer.TryAsync("""create table "Sales EU's".t ()""", Token));
    }

    [Fact]
    public async Task Only_the_tables_of_an_allow_list_are_granted()
    {
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);

        await RoleSetup.RunAsync(customer.Admin, customer.Role(allowed: ["Order's", "secrets"], excluded: ["secrets"]), dryRun: false, Token);

        Assert.Null(await customer.TryAsync("""select * from "Sales EU's"."Order's" """, Token));
        Assert.Equal(InsufficientPrivilege, await customer.TryAsync("""select * from "Sales EU's".totals""", Token));
        Assert.Equal(InsufficientPrivilege, await customer.TryAsync("""select * from "Sales EU's".secrets""", Token));
    }

    [Fact]
    public async Task Partitions_of_a_hidden_table_are_hidden_with_it()
    {
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);

        await RoleSetup.RunAsync(customer.Admin, customer.Role(excluded: ["salaries"]), dryRun: false, Token);

        Assert.Equal(InsufficientPrivilege, await customer.TryAsync("""select * from "Sales EU's".salaries_1""", Token));
    }

    [Theory]
    [InlineData("salaries", null, "salaries_1", InsufficientPrivilege)]
    [InlineData("salaries", "salaries", null, null)]
    [InlineData("every", null, "secrets", InsufficientPrivilege)]
    [InlineData("every", "every", null, InsufficientPrivilege)]
    [InlineData("every", null, "salaries", null)]
    public async Task A_parent_is_granted_only_when_none_of_its_children_is_hidden(string parent, string? allowed, string? excluded, string? refusal)
    {
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);
        await customer.RunAsync("""create table "Sales EU's".every (id int); alter table "Sales EU's".secrets inherit "Sales EU's".every""", Token);

        await RoleSetup.RunAsync(
            customer.Admin, customer.Role(allowed is null ? [] : [allowed], excluded is null ? [] : [excluded]), dryRun: false, Token);

        Assert.Equal(refusal, await customer.TryAsync($"""select * from "Sales EU's".{parent}""", Token));
    }

    [Fact]
    public async Task A_second_run_takes_away_what_is_hidden_since()
    {
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);
        await RoleSetup.RunAsync(customer.Admin, customer.Role(), dryRun: false, Token);
        await customer.RunAsync($"""grant insert on "Sales EU's"."Order's" to {PgQuote.Name(customer.RoleName)}""", Token);

        var again = await RoleSetup.RunAsync(customer.Admin, customer.Role(excluded: ["secrets"]), dryRun: false, Token);

        Assert.IsType<RoleSetupOutcome.Done>(again);
        Assert.Equal(InsufficientPrivilege, await customer.TryAsync("""select * from "Sales EU's".secrets""", Token));
        Assert.Equal(InsufficientPrivilege, await customer.TryAsync("""set transaction read write; insert into "Sales EU's"."Order's" (total) values (1)""", Token));
    }

    [Fact]
    public async Task A_new_table_is_readable_by_itself_only_when_nothing_is_hidden()
    {
        await using var open = await CustomerDatabase.CreateAsync(server, Token);
        await using var hiding = await CustomerDatabase.CreateAsync(server, Token);
        await RoleSetup.RunAsync(open.Admin, open.Role(), dryRun: false, Token);
        await RoleSetup.RunAsync(hiding.Admin, hiding.Role(), dryRun: false, Token);
        await RoleSetup.RunAsync(hiding.Admin, hiding.Role(excluded: ["secrets"]), dryRun: false, Token);

        await open.RunAsync("""create table "Sales EU's".later (id int)""", Token);
        await hiding.RunAsync("""drop table "Sales EU's".secrets; create table "Sales EU's".secrets (id int)""", Token);

        Assert.Null(await open.TryAsync("""select * from "Sales EU's".later""", Token));
        Assert.Equal(InsufficientPrivilege, await hiding.TryAsync("""select * from "Sales EU's".secrets""", Token));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_shows_no_password()
    {
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);

        var outcome = await RoleSetup.RunAsync(customer.Admin, customer.Role(), dryRun: true, Token);

        var script = Assert.IsType<RoleSetupOutcome.Prepared>(outcome).Script;
        Assert.Contains("CREATE ROLE", script, StringComparison.Ordinal);
        Assert.DoesNotContain("secret\"\"", script, StringComparison.Ordinal);
        Assert.DoesNotContain("SCRAM", script, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PostgresException>(() => customer.OpenAsRoleAsync(Token));
    }

    [Fact]
    public async Task The_owner_of_the_schema_needs_no_superuser_to_make_the_role()
    {
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);
        var owner = $"owner_{Guid.CreateVersion7():n}";
        await customer.RunAsync($"""
            create role {owner} login createrole password 'x';
            grant all on schema "Sales EU's" to {owner};
            alter schema "Sales EU's" owner to {owner};
            alter table "Sales EU's"."Order's" owner to {owner}; alter table "Sales EU's".secrets owner to {owner};
            alter table "Sales EU's".salaries owner to {owner}; alter table "Sales EU's".salaries_1 owner to {owner}; alter view "Sales EU's".totals owner to {owner};
            """, Token);
        var login = new NpgsqlConnectionStringBuilder(customer.Admin) { Username = owner, Password = "x", Pooling = false }.ConnectionString;

        var first = await RoleSetup.RunAsync(login, customer.Role(), dryRun: false, Token);
        var second = await RoleSetup.RunAsync(login, customer.Role(), dryRun: false, Token);

        Assert.IsType<RoleSetupOutcome.Done>(first);
        Assert.IsType<RoleSetupOutcome.Done>(second);
        Assert.Null(await customer.TryAsync("""select * from "Sales EU's"."Order's" """, Token));
    }

    [Fact]
    public async Task Logins_that_can_never_be_read_only_are_refused()
    {
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);
        var itself = new NpgsqlConnectionStringBuilder(customer.Admin).Username!;
        var owner = $"owner_{Guid.CreateVersion7():n}";
        await customer.RunAsync($"create role {owner} login; create table other.owned (id int); alter table other.owned owner to {owner}", Token);

        var asItself = await RoleSetup.RunAsync(customer.Admin, customer.Role() with { Name = itself }, dryRun: false, Token);
        var asOwner = await RoleSetup.RunAsync(customer.Admin, customer.Role() with { Name = owner }, dryRun: false, Token);
        var noSchema = await RoleSetup.RunAsync(customer.Admin, customer.Role() with { Schema = "nowhere" }, dryRun: false, Token);

        Assert.Contains("administrator's connection itself", Assert.IsType<RoleSetupOutcome.Refused>(asItself).Message, StringComparison.Ordinal);
        Assert.Contains("owns tables", Assert.IsType<RoleSetupOutcome.Refused>(asOwner).Message, StringComparison.Ordinal);
        Assert.Contains("no schema 'nowhere'", Assert.IsType<RoleSetupOutcome.Refused>(noSchema).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("pä$$wörd ' \\ \"")]
    public async Task Any_password_signs_in(string password)
    {
        await using var customer = await CustomerDatabase.CreateAsync(server, Token);

        await RoleSetup.RunAsync(customer.Admin, customer.Role() with { Password = password }, dryRun: false, Token);

        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(customer.Admin) { Username = customer.RoleName, Password = password, Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
    }
}
