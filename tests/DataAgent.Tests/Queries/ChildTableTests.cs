using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SqlGuard;

namespace DataAgent.Tests.Queries;

/// <summary>Partitions and inheritance on a real database, through the one door, as a role that may read everything.</summary>
public sealed class ChildTables(DataAgent.Testing.PostgresServer server) : IAsyncLifetime
{
    public CustomerDatabase Customer { get; } = new(server);

    public async ValueTask InitializeAsync()
    {
        await Customer.InitializeAsync();
        await Customer.ExecuteAsync($"""
            set search_path to shop;
            create table visit (at date not null, page text) partition by range (at);
            create table visit_2025 partition of visit for values from ('2025-01-01') to ('2026-01-01') partition by list (page);
            create table visit_2025_home partition of visit_2025 for values in ('home');
            create table visit_2025_rest partition of visit_2025 default;
            create table visit_2026 partition of visit for values from ('2026-01-01') to ('2027-01-01');
            insert into visit values ('2025-05-05', 'home'), ('2025-06-06', 'help'), ('2026-01-01', 'home');
            create table document (id int, title text);
            create table contract (signed date) inherits (document);
            create table merger (secret text) inherits (contract);
            insert into document values (1, 'plain');
            insert into contract values (2, 'contract', null);
            insert into merger values (3, 'merger', null, 'yes');
            create schema archive;
            create table letter (id int);
            create table archive.old_letter () inherits (letter);
            insert into letter values (1);
            insert into archive.old_letter values (2);
            grant select on all tables in schema shop to {Customer.RoleName};
            analyze;
            """);
    }

    public ValueTask DisposeAsync() => Customer.DisposeAsync();
}

public sealed class ChildTableTests(ChildTables tables) : IClassFixture<ChildTables>, IDisposable
{
    private readonly Guard _guard = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "", "select count(*) from visit", "3")]
    [InlineData("", "", "select count(*) from document", "3")]
    [InlineData("", "", "select count(*) from letter", null)]
    [InlineData("", "", "select count(*) from only letter", "1")]
    [InlineData("", "visit_2025_home", "select count(*) from visit", null)]
    [InlineData("", "visit_2025_home", "select count(*) from visit_2025", null)]
    [InlineData("", "visit_2025_home", "select count(*) from only visit", "0")]
    [InlineData("", "visit_2025_home", "select count(*) from visit_2025_rest", "1")]
    [InlineData("", "visit_2025_home", "select count(*) from visit_2026", "1")]
    [InlineData("", "merger", "select count(*) from document", null)]
    [InlineData("", "merger", "select count(*) from contract", null)]
    [InlineData("", "merger", "select count(*) from only contract", "1")]
    [InlineData("visit", "", "select count(*) from visit", "3")]
    [InlineData("visit", "visit_2026", "select count(*) from visit", null)]
    [InlineData("visit_2026", "", "select count(*) from visit_2026", "1")]
    [InlineData("document", "", "select count(*) from document", null)]
    [InlineData("document", "", "select count(*) from only document", "1")]
    [InlineData("document,contract,merger", "", "select count(*) from document", "3")]
    public async Task Rows_of_a_child_are_shown_by_its_parent_only_when_the_child_is_open(string allowed, string excluded, string sql, string? rows)
    {
        var member = await MemberAsync(allowed, excluded);

        var outcome = await Door.AskAsync(member, sql);

        Assert.Equal(rows, (outcome as QueryOutcome.Ran)?.Table.Rows.Single()[0]);
        if (outcome is QueryOutcome.Refused refused)
        {
            var reason = Assert.Single(refused.Reasons);
            Assert.Equal(RefusalCode.HiddenRelation, reason.Code);
            Assert.All(excluded.Split(',', StringSplitOptions.RemoveEmptyEntries), name => Assert.DoesNotContain(name, reason.Message));
        }
    }

    [Fact]
    public async Task The_dictionary_neither_offers_such_a_parent_nor_names_the_hidden_child()
    {
        var member = await MemberAsync("", "merger");

        var dictionary = await Door.Dictionaries.GetAsync(member, Token);

        Assert.Empty(dictionary.Tables.Select(t => t.Name).Intersect(["document", "contract", "letter", "merger"]));
        Assert.DoesNotContain("merger", System.Text.Json.JsonSerializer.Serialize(dictionary));
        Assert.DoesNotContain("document", DictionaryPrompt.Render(dictionary));
    }

    private Task<Member> MemberAsync(string allowed, string excluded) => tables.Customer.AddMemberAsync(
        Role.Analyst, p => (p.AllowedTables, p.ExcludedTables) = ([.. Names(allowed)], [.. Names(excluded)]));

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private Door Door => new(tables.Customer, _guard);

    public void Dispose() => _guard.Dispose();
}
