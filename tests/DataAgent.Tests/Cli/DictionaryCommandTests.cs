using DataAgent.Testing;
using Npgsql;
using CustomerDatabase = DataAgent.Tests.Dictionary.CustomerDatabase;

namespace DataAgent.Tests.Cli;

public sealed class DictionaryCommandTests(PostgresServer server)
{
    private const string Script = """
        create schema shop; create table shop.customer (id int primary key, city text); create table shop.sale (id int primary key, cust int, amt numeric);
        insert into shop.customer select n, 'Town ' || n % 3 from generate_series(1, 60) n; analyze;
        grant usage on schema shop to {reader}; grant select on all tables in schema shop to {reader};
        alter default privileges in schema shop grant select on tables to {reader};
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_note_is_written_changed_in_parts_listed_shown_and_removed()
    {
        await using var cli = await StartAsync();

        var set = await cli.RunAsync(["dictionary", "note", "set", "-p", "s", "--table", "sale", "--column", "amt", "--description", "Net.", "--synonyms", "turnover, takings"], Token);
        var changed = await cli.RunAsync(["dictionary", "note", "set", "-p", "s", "--table", "SALE", "--column", "AMT", "--unit", "EUR", "--json"], Token);
        var shut = await cli.RunAsync(["dictionary", "note", "set", "-p", "s", "--table", "customer", "--do-not-use", "Moved to the CRM.", "--no-samples", "true"], Token);
        var list = await cli.RunAsync(["dictionary", "note", "list", "-p", "s", "--json"], Token);
        var shown = await cli.RunAsync(["dictionary", "show", "-p", "s"], Token);
        var removed = await cli.RunAsync(["dictionary", "note", "remove", "-p", "s", "--table", "sale", "--column", "amt"], Token);
        var gone = await cli.RunAsync(["dictionary", "note", "remove", "-p", "s", "--table", "sale", "--column", "amt"], Token);

        Assert.True((set.Code, shut.Code) == (0, 0), set.Error + shut.Error);
        Assert.Equal((0, 2), (changed.Code, (int?)changed.Json["version"]));
        var note = list.Json["notes"]![1]!;
        Assert.Equal(("sale", "amt", "Net.", "EUR"), ((string?)note["table"], (string?)note["column"], (string?)note["description"], (string?)note["unit"]));
        Assert.Equal("""["turnover","takings"]""", note["synonyms"]!.ToJsonString());
        Assert.Contains("note: Net.; also called turnover, takings; unit: EUR", shown.Output, StringComparison.Ordinal);
        Assert.Contains("DO NOT USE: Moved to the CRM.", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Town 1", shown.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1, ""), (removed.Code, gone.Code, gone.Output));
    }

    [Fact]
    public async Task A_hint_is_added_listed_and_removed()
    {
        await using var cli = await StartAsync();

        var added = await cli.RunAsync(["dictionary", "hint", "add", "-p", "s", "--from", "sale.cust", "--to", "customer.id"], Token);
        var list = await cli.RunAsync(["dictionary", "hint", "list", "-p", "s", "--jsonl"], Token);
        var unknown = await cli.RunAsync(["dictionary", "hint", "add", "-p", "s", "--from", "sale.nothing", "--to", "customer.id"], Token);
        var wrong = await cli.RunAsync(["dictionary", "hint", "add", "-p", "s", "--from", "sale", "--to", "customer.id"], Token);
        var removed = await cli.RunAsync(["dictionary", "hint", "remove", "-p", "s", "--from", "customer.id", "--to", "sale.cust"], Token);

        Assert.True(added.Code == 0, added.Error);
        Assert.Equal(("sale.cust", "customer.id"), ((string?)list.Json["from"], (string?)list.Json["to"]));
        Assert.Equal((1, 2, 0), (unknown.Code, wrong.Code, removed.Code));
        Assert.StartsWith("from: ", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_admin_writes_notes_and_refreshes()
    {
        await using var cli = await StartAsync();
        await cli.RunAsync(["user", "add", "--email", "ada@example.test"], Token);
        await cli.RunAsync(["member", "add", "-p", "s", "--email", "ada@example.test", "--role", "analyst"], Token);

        var set = await cli.RunAsync(["dictionary", "note", "set", "-p", "s", "--table", "sale", "--description", "x", "--as", "ada@example.test"], Token);
        var refresh = await cli.RunAsync(["dictionary", "generate", "-p", "s", "--as", "ada@example.test"], Token);
        var list = await cli.RunAsync(["dictionary", "note", "list", "-p", "s", "--as", "ada@example.test"], Token);

        Assert.Equal((1, 1, 0), (set.Code, refresh.Code, list.Code));
        Assert.Contains("Only an admin", set.Error, StringComparison.Ordinal);
        Assert.Contains("Only an admin", refresh.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_tells_what_changed_and_a_dry_run_keeps_nothing()
    {
        var customer = await CustomerDatabase.CreateAsync(server, Script);
        await using var cli = await StartAsync(customer);

        var first = await cli.RunAsync(["dictionary", "generate", "-p", "s"], Token);
        await customer.RunAsync("alter table shop.sale add paid_at date; drop table shop.customer; alter table shop.sale alter amt type int");
        var dry = await cli.RunAsync(["dictionary", "generate", "-p", "s", "--dry-run"], Token);
        var saved = await cli.RunAsync(["dictionary", "generate", "-p", "s", "--json"], Token);
        var again = await cli.RunAsync(["dictionary", "generate", "-p", "s"], Token);

        Assert.Contains("first reading", first.Output, StringComparison.Ordinal);
        Assert.Contains("\ns:\n  - customer\n  + sale.paid_at\n  ~ sale.amt: numeric, nullable → integer, nullable\n", dry.Output, StringComparison.Ordinal);
        Assert.Equal("""["customer"]""", saved.Json["dictionaries"]![0]!["changes"]!["removed_tables"]!.ToJsonString());
        Assert.Contains("none", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_warns_of_saved_queries_that_the_schema_breaks()
    {
        var customer = await CustomerDatabase.CreateAsync(server, Script);
        await using var cli = await StartAsync(customer);
        await cli.RunAsync(["saved-query", "save", "-p", "s", "--name", "Takings", "--sql", "select sum(amt) as total from sale where cust = :cust", "--parameter", "cust:integer"], Token);
        await cli.RunAsync(["saved-query", "save", "-p", "s", "--name", "Towns", "--sql", "select distinct city from customer"], Token);
        await customer.RunAsync("alter table shop.sale rename amt to amount");

        var dry = await cli.RunAsync(["dictionary", "generate", "-p", "s", "--dry-run"], Token);
        var json = await cli.RunAsync(["dictionary", "generate", "-p", "s", "--json"], Token);

        Assert.Contains("\ns: saved queries that do not fit this schema:\n  ! Takings: ", dry.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Towns", dry.Output, StringComparison.Ordinal);
        var broken = json.Json["dictionaries"]![0]!["broken_queries"]!;
        Assert.Equal(("Takings", 0, 0), ((string?)Assert.Single(broken["queries"]!.AsArray())!["name"], (int?)broken["hidden"], dry.Code));
    }

    [Fact]
    public async Task Of_all_projects_one_that_fails_is_named_keeps_its_dictionary_and_costs_the_exit_code()
    {
        var customer = await CustomerDatabase.CreateAsync(server, Script);
        await using var cli = await StartAsync(customer);
        await AddAsync(cli, "t", customer);
        await cli.RunAsync(["dictionary", "generate", "--all"], Token);
        await customer.RunAsync("create table shop.stock (id int)");
        await using (var db = cli.Platform.CreateDbContext())
            await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ExecuteUpdateAsync(
                db.Projects.Where(p => p.Slug == "t"), p => p.SetProperty(x => x.DbTls, "verify-full"), Token);

        var all = await cli.RunAsync(["dictionary", "generate", "--all", "--json"], Token);
        var kept = await cli.RunAsync(["dictionary", "show", "-p", "t"], Token);

        Assert.Equal(1, all.Code);
        Assert.Equal("s", (string?)Assert.Single(all.Json["dictionaries"]!.AsArray())!["project_slug"]);
        Assert.StartsWith("t: ", all.Error, StringComparison.Ordinal);
        Assert.Contains("### sale", kept.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_shows_no_samples_when_they_are_switched_off()
    {
        await using var cli = await StartAsync();
        var before = await cli.RunAsync(["dictionary", "show", "-p", "s"], Token);

        var off = await cli.RunAsync(["project", "edit", "-p", "s", "--samples", "false"], Token);
        var after = await cli.RunAsync(["dictionary", "show", "-p", "s"], Token);

        Assert.Equal(0, off.Code);
        Assert.Contains("Town 1", before.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Town 1", after.Output, StringComparison.Ordinal);
    }

    private async Task<CliTester> StartAsync(CustomerDatabase? customer = null)
    {
        var cli = await CliTester.CreateAsync(server, Token);
        await AddAsync(cli, "s", customer ?? await CustomerDatabase.CreateAsync(server, Script));
        return cli;
    }

    private static async Task AddAsync(CliTester cli, string slug, CustomerDatabase customer)
    {
        var login = new NpgsqlConnectionStringBuilder(customer.ReaderConnectionString);
        var added = await cli.RunAsync(
        [
            "project", "add", "--name", slug, "--slug", slug, "--db-host", login.Host!, "--db-port", $"{login.Port}", "--db-name", login.Database!,
            "--db-schema", "shop", "--db-user", login.Username!, "--db-password", login.Password!, "--db-tls", "disable",
        ], Token);
        Assert.True(added.Code == 0, added.Error);
    }
}
