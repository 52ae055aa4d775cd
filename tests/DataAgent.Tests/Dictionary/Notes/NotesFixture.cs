using DataAgent.Dictionary;
using DataAgent.Dictionary.Notes;
using DataAgent.Projects;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Dictionary.Notes;

/// <summary>A customer's database without foreign keys, a platform, and the features over both.</summary>
internal sealed class NotesFixture(CustomerDatabase customer, TestPlatform platform) : IAsyncDisposable
{
    private const string Script = """
        create schema shop;
        create table shop.customer (id int primary key, city text, cust_val numeric);
        create table shop.sale (id int primary key, cust int, amt numeric, code text);
        create table shop.tmp_sale (id int primary key, amt numeric);
        insert into shop.customer select n, 'Town ' || n % 3, n from generate_series(1, 60) n;
        insert into shop.sale select n, n % 60 + 1, n * 10, 'code-' || n % 4 from generate_series(1, 200) n;
        analyze;
        grant usage on schema shop to {reader}; grant select on all tables in schema shop to {reader};
        alter default privileges in schema shop grant select on tables to {reader};
        """;

    public CustomerDatabase Customer => customer;
    public TestPlatform Platform => platform;
    public ManualClock Clock { get; } = new();
    public bool IsDown { get; set; }
    public DictionaryStore Store => field ??= NewStore();
    public DictionaryNotes Notes => field ??= new(platform, Store, Clock);

    public static async Task<NotesFixture> CreateAsync(PostgresServer server, CancellationToken cancellationToken) =>
        new(await CustomerDatabase.CreateAsync(server, Script), await TestPlatform.CreateAsync(server, cancellationToken));

    public Task<Member> AddAsync(Role role) => platform.AddMemberAsync(role, customer.ReaderConnectionString, "shop", TestContext.Current.CancellationToken);

    /// <summary>The same person as the next request would find them.</summary>
    public async Task<Member> AgainAsync(Member member) =>
        (await new ProjectAccess(platform).FindMemberAsync(member.UserId, member.Project.Slug, TestContext.Current.CancellationToken))!;

    /// <summary>Another process.</summary>
    public DictionaryStore NewStore() => new(platform, async (_, cancellationToken) =>
    {
        if (IsDown)
            throw new NpgsqlException("down");
        var connection = new NpgsqlConnection(customer.ReaderConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }, platform.Roles, Clock);

    public ValueTask DisposeAsync() => platform.DisposeAsync();
}
