using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Tests.Dictionary;

public sealed class DictionaryStoreTests(PostgresServer server) : IAsyncLifetime
{
    private const string Script = """
        create schema shop; create table shop.customer (id int primary key); create table shop.sale (id int primary key, customer_id int references shop.customer);
        grant usage on schema shop to {reader}; grant select on all tables in schema shop to {reader};
        alter default privileges in schema shop grant select on tables to {reader};
        """;

    private CustomerDatabase _customer = null!;
    private TestPlatform _platform = null!;
    private int _opened;
    private bool _isDown;

    private readonly ManualClock _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _customer = await CustomerDatabase.CreateAsync(server, Script);
        _platform = await TestPlatform.CreateAsync(server, Cancellation);
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Admin)]
    public async Task The_first_use_reads_and_saves_for_everyone(Role role)
    {
        var member = await AddMemberAsync(role);

        var dictionary = await NewStore().GetAsync(member, Cancellation);
        var again = await NewStore().GetAsync(member, Cancellation);

        Assert.Equal(["customer", "sale"], dictionary.Tables.Select(t => t.Name));
        Assert.Equal("customer", Assert.Single(again.Tables[1].ForeignKeys).Table);
        Assert.Equal((1, 1), (_opened, await VersionsAsync(member)));
    }

    [Fact]
    public async Task Many_first_uses_at_once_read_once()
    {
        var member = await AddMemberAsync(Role.Viewer);
        var store = NewStore();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.GetAsync(member, Cancellation)));

        Assert.Equal((1, 1), (_opened, await VersionsAsync(member)));
    }

    [Fact]
    public async Task A_refresh_is_seen_by_every_process_after_a_second()
    {
        var admin = await AddMemberAsync(Role.Admin);
        var (here, there) = (NewStore(), NewStore());
        await there.GetAsync(admin, Cancellation);
        await _customer.RunAsync("create table shop.stock (id int)");

        await here.GenerateAsync(admin, save: true, Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("stock", (await here.GetAsync(admin, Cancellation)).Tables.Select(t => t.Name));
        Assert.Contains("stock", (await there.GetAsync(admin, Cancellation)).Tables.Select(t => t.Name));
        Assert.Equal(2, await VersionsAsync(admin));
    }

    [Fact]
    public async Task A_dry_run_saves_nothing_and_may_be_done_by_everyone()
    {
        var viewer = await AddMemberAsync(Role.Viewer);

        var dictionary = await NewStore().GenerateAsync(viewer, save: false, Cancellation);

        Assert.Equal(2, dictionary.Tables.Count);
        Assert.Equal(0, await VersionsAsync(viewer));
    }

    [Fact]
    public async Task Only_an_admin_refreshes()
    {
        var analyst = await AddMemberAsync(Role.Analyst);

        var error = await Assert.ThrowsAsync<DictionaryException>(() => NewStore().GenerateAsync(analyst, save: true, Cancellation));

        Assert.Equal(DictionaryFault.NotAllowed, error.Fault);
        Assert.Equal((0, 0), (_opened, await VersionsAsync(analyst)));
    }

    [Fact]
    public async Task A_failed_refresh_leaves_what_was_saved()
    {
        var admin = await AddMemberAsync(Role.Admin);
        var store = NewStore();
        await store.GetAsync(admin, Cancellation);
        _isDown = true;

        var error = await Assert.ThrowsAsync<DictionaryException>(() => store.GenerateAsync(admin, save: true, Cancellation));

        Assert.Equal(DictionaryFault.NotReachable, error.Fault);
        Assert.Equal(2, (await store.GetAsync(admin, Cancellation)).Tables.Count);
    }

    [Fact]
    public async Task A_table_that_an_admin_hides_is_gone_at_once()
    {
        var admin = await AddMemberAsync(Role.Admin);
        var store = NewStore();
        await store.GetAsync(admin, Cancellation);
        admin.Project.ExcludedTables = ["customer"];

        var dictionary = await store.GetAsync(admin, Cancellation);

        Assert.Equal("sale", Assert.Single(dictionary.Tables).Name);
        Assert.Empty(dictionary.Tables[0].ForeignKeys);
    }

    [Fact]
    public async Task Refreshes_at_the_same_time_each_get_a_version()
    {
        var admin = await AddMemberAsync(Role.Admin);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => NewStore().GenerateAsync(admin, save: true, Cancellation)));

        Assert.Equal(4, await VersionsAsync(admin));
    }

    [Fact]
    public async Task A_dictionary_survives_being_saved_whole()
    {
        var rich = await CustomerDatabase.CreateAsync(server, RichSchema.Script);
        var admin = await _platform.AddMemberAsync(Role.Admin, rich.ReaderConnectionString, "shop", Cancellation);
        var saved = await NewStore(rich).GenerateAsync(admin, save: true, Cancellation);

        var loaded = await NewStore(rich).GetAsync(admin, Cancellation);

        Assert.Equal(1, _opened);
        Assert.Equivalent(saved, loaded, strict: true);
    }

    [Fact]
    public async Task A_wrong_password_is_told_in_our_words()
    {
        var admin = await AddMemberAsync(Role.Admin);
        var wrong = new NpgsqlConnectionStringBuilder(_customer.ReaderConnectionString) { Password = "wrong", Username = "nobody_of_this_name", Database = "none_of_this_name" };
        var store = new DictionaryStore(_platform, (_, cancellationToken) => OpenAsync(wrong.ConnectionString, cancellationToken), _platform.Roles, TimeProvider.System);

        var error = await Assert.ThrowsAsync<DictionaryException>(() => store.GetAsync(admin, Cancellation));

        Assert.Equal(DictionaryFault.NotReachable, error.Fault);
        Assert.DoesNotContain("none_of_this_name", error.Message, StringComparison.Ordinal);
    }

    private Task<Member> AddMemberAsync(Role role) => _platform.AddMemberAsync(role, _customer.ReaderConnectionString, "shop", Cancellation);

    private DictionaryStore NewStore(CustomerDatabase? database = null) => new(_platform, (_, cancellationToken) =>
    {
        Interlocked.Increment(ref _opened);
        return _isDown ? throw new NpgsqlException("down") : OpenAsync((database ?? _customer).ReaderConnectionString, cancellationToken);
    }, _platform.Roles, _clock);

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private async Task<int> VersionsAsync(Member member)
    {
        await using var db = _platform.CreateDbContext();
        return await db.DictionarySnapshots.CountAsync(s => s.ProjectId == member.Project.Id, Cancellation);
    }
}
