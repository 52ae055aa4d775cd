using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.SqlGuard;
using DataAgent.Testing;

namespace DataAgent.Tests.Queries;

/// <summary>Extensions beside the project's schema, in public and in it, and things that try to pass for theirs.</summary>
public sealed class ExtensionDatabase(PostgresServer server) : IAsyncLifetime
{
    public CustomerDatabase Customer { get; } = new(server);

    public async ValueTask InitializeAsync()
    {
        await Customer.InitializeAsync();
        await Customer.ExecuteAsync($"""
            create schema ext;
            grant usage on schema ext to {Customer.RoleName};
            create extension pg_trgm schema ext; create extension citext schema ext; create extension ltree schema ext;
            create extension cube schema ext; create extension earthdistance schema ext;
            create extension "uuid-ossp" schema ext; create extension pgcrypto schema ext; create extension unaccent schema ext;
            create extension hstore schema public; create extension tablefunc schema public; create extension dblink schema public;
            -- Gone since PostgreSQL 17.
            do $$ begin if exists (select 1 from pg_available_extensions where name = 'adminpack') then create extension adminpack; end if; end $$;
            create extension intarray schema shop; create extension fuzzystrmatch schema shop;
            create function ext.word_similarity(int, int) returns int language sql as 'select 1';
            create table ext.loot (id int); insert into ext.loot values (1); grant select on ext.loot to {Customer.RoleName};
            create table shop.cube (secret text);
            create table shop.account (email ext.citext, labels public.hstore, place ext.ltree, details jsonb, numbers int[]);
            insert into shop.account values ('Ann@Example.test', 'color=>red', 'top.science.stars', jsonb_build_object('a', 1), array[3, 1, 2]);
            grant select on shop.account to {Customer.RoleName};
            """);
    }

    public ValueTask DisposeAsync() => Customer.DisposeAsync();
}

public sealed class ExtensionTests(ExtensionDatabase database, PostgresServer server) : IClassFixture<ExtensionDatabase>, IDisposable
{
    private readonly Guard _guard = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Door Door => new(database.Customer, _guard);

    [Theory]
    [InlineData("pg_trgm", "select similarity('word', 'word')", "1")]
    [InlineData("pg_trgm", "select ext.similarity('word', 'word')", "1")]
    [InlineData("pg_trgm", "select 'words' % 'word'", "t")]
    [InlineData("pg_trgm", "select 'word' operator(ext.<->) 'word'", "0")]
    [InlineData("pg_trgm", "select 5 % 3", "2")]
    [InlineData("citext", "select count(*) from account where email = 'ann@EXAMPLE.test'", "1")]
    [InlineData("citext", "select count(*) from account where email in ('ann@example.test')", "1")]
    [InlineData("citext", "select 'A'::citext = 'a'", "t")]
    [InlineData("citext", "select 'A'::ext.citext = 'a'", "t")]
    [InlineData("citext", "select split_part(min(email)::text, '@', 1) from account", "Ann")]
    [InlineData("citext", "select 1 = 1 and 'A' <> 'a'", "t")]
    [InlineData("hstore", "select labels -> 'color' from account", "red")]
    [InlineData("hstore", "select details -> 'a' from account", "1")]
    [InlineData("hstore", "select string_agg(e.key, ',') from account, each(labels) e", "color")]
    [InlineData("hstore", "select ('a=>1'::hstore || hstore('b', '2')) ? 'b'", "t")]
    [InlineData("ltree", "select count(*) from account where place <@ 'top.science'", "1")]
    [InlineData("ltree", "select nlevel(place) from account", "3")]
    [InlineData("ltree", "select place ~ 'top.*'::lquery from account", "t")]
    [InlineData("intarray", "select sort(numbers) from account", "{1,2,3}")]
    [InlineData("intarray", "select shop.icount(numbers) from account", "3")]
    [InlineData("intarray", "select numbers @@ '1&2'::query_int from account", "t")]
    [InlineData("fuzzystrmatch", "select levenshtein('kitten', 'sitting')", "3")]
    [InlineData("tablefunc", "select count(*) from normal_rand(3, 0, 1)", "3")]
    [InlineData("pgcrypto", "select length(digest('a', 'sha256'))", "32")]
    [InlineData("uuid-ossp", "select uuid_nil()", "00000000-0000-0000-0000-000000000000")]
    [InlineData("cube", "select cube_dim(cube(array[1,2,3]))", "3")]
    [InlineData("cube", "select cube_dim('(1,2)'::ext.cube)", "2")]
    [InlineData("earthdistance", "select round(earth_distance(ll_to_earth(0, 0), ll_to_earth(0, 1)))", "111320")]
    [InlineData("earthdistance", "select round(point(0, 0) <@> point(1, 0))", "69")]
    [InlineData("unaccent", "select unaccent('Hôtel')", "Hotel")]
    public async Task What_an_extension_that_is_on_brings_may_be_used(string extension, string sql, string value) =>
        Assert.Equal(value, await Door.ValueAsync(await MemberAsync(Needed(extension)), sql));

    [Theory]
    [InlineData("pg_trgm", "select similarity('word', 'word')", RefusalCode.FunctionNotAllowed)]
    [InlineData("pg_trgm", "select ext.similarity('word', 'word')", RefusalCode.FunctionNotAllowed)]
    [InlineData("pg_trgm", "select 'a' <<% 'b'", RefusalCode.OperatorNotAllowed)]
    [InlineData("citext", "select 'A'::citext", RefusalCode.TypeNotAllowed)]
    [InlineData("citext", "select 'A'::ext.citext", RefusalCode.TypeNotAllowed)]
    [InlineData("hstore", "select labels -> 'color' from account", RefusalCode.OperatorNotAllowed)]
    [InlineData("hstore", "select akeys(labels) from account", RefusalCode.FunctionNotAllowed)]
    [InlineData("ltree", "select nlevel(place) from account", RefusalCode.FunctionNotAllowed)]
    [InlineData("intarray", "select sort(numbers) from account", RefusalCode.FunctionNotAllowed)]
    public async Task Of_one_that_is_off_the_refusal_says_which_to_switch_on(string extension, string sql, RefusalCode code)
    {
        var refusal = await Door.RefusalAsync(await MemberAsync(KnownExtensions.Names.Except([extension, "earthdistance"])), sql);

        Assert.Equal(code, refusal.Code);
        Assert.Contains($"belongs to the extension {extension}, which is not switched on", refusal.Message);
    }

    [Theory]
    [InlineData("select * from crosstab('select 1, 2, * from shop.salary') as c (a int, b int)")]
    [InlineData("select * from public.crosstab('select * from shop.salary') as c (a text, b numeric)")]
    [InlineData("select * from crosstab2('select * from shop.salary')")]
    [InlineData("select * from connectby('salary', 'employee', 'employee', 'Ann', 0) as c (a text, b text, c int)")]
    [InlineData("select * from dblink('dbname=postgres', 'select amount from shop.salary') as d (a numeric)")]
    [InlineData("select public.dblink_connect('x')")]
    [InlineData("select pg_read_file('PG_VERSION')")]
    [InlineData("select pg_file_write('x', 'y', false)")]
    [InlineData("select pg_catalog.pg_logdir_ls()")]
    [InlineData("select set_limit(0.1)")]
    [InlineData("select show_limit()")]
    [InlineData("select uuid_generate_v1()")]
    [InlineData("select crypt('a', gen_salt('bf', 31))")]
    [InlineData("select pgp_sym_decrypt('x'::bytea, 'y')")]
    [InlineData("select word_similarity(1, 2)")]
    [InlineData("select * from loot")]
    [InlineData("select * from ext.loot")]
    [InlineData("select (null::cube).secret")]
    [InlineData("select (null::shop.cube).*")]
    [InlineData("select similarity(l, 'x') from (select loot as l from loot) q")]
    [InlineData("select populate_record(null::salary, labels) from account")]
    public async Task What_could_reach_beyond_stays_refused_with_every_extension_on(string sql) =>
        await Door.RefusalAsync(await MemberAsync(KnownExtensions.Names, p => p.ExcludedTables = ["salary", "cube"]), sql);

    [Theory]
    [InlineData("crosstab(text)")]
    [InlineData("crosstab(text)|crosstab(text, integer)|crosstab(text, text)")]
    public async Task Functions_of_an_extension_are_not_opened_one_by_one(string allowed)
    {
        var member = await MemberAsync(["tablefunc"], p => p.AllowedFunctions = [.. allowed.Split('|')]);

        var refusal = await Door.RefusalAsync(member, "select * from crosstab('select * from shop.salary') as c (a text, b numeric)");

        Assert.StartsWith("The function crosstab belongs to the extension tablefunc", refusal.Message);
    }

    [Fact]
    public async Task The_doctor_says_what_an_extension_lacks()
    {
        var customer = new CustomerDatabase(server);
        await customer.InitializeAsync();
        await customer.ExecuteAsync("create schema locked; create extension hstore schema locked; create extension pg_trgm schema shop");
        var doctor = new ConnectionDoctor(customer.Pools.OpenAsync, customer.Platform.Vault, customer.Platform.Roles, TimeProvider.System);

        var good = await doctor.ExamineAsync(await customer.AddMemberAsync(Role.Admin, p => p.AllowedExtensions = ["pg_trgm"]), Token);
        var bad = await doctor.ExamineAsync(await customer.AddMemberAsync(Role.Admin, p => p.AllowedExtensions = ["hstore", "vector"]), Token);

        Assert.True(good!.Attempts.Single(a => a.Name == "allowed_extensions").Passed);
        var found = bad!.Attempts.Single(a => a.Name == "allowed_extensions");
        Assert.False(found.Passed);
        Assert.Contains("The database has no extension vector.", found.Message);
        Assert.Contains("GRANT USAGE ON SCHEMA \"locked\"", found.Message);
        await customer.DisposeAsync();
    }

    // In public and in the project's own schema they share the path with others, whose operators would shadow.
    private static string[] Needed(string extension) => extension switch
    {
        "tablefunc" or "fuzzystrmatch" or "pgcrypto" or "uuid-ossp" or "unaccent" => [extension],
        _ => [extension, "hstore", "intarray", "citext", "pg_trgm", "ltree", "cube"],
    };

    private Task<Member> MemberAsync(IEnumerable<string> extensions, Action<Project>? configure = null) =>
        database.Customer.AddMemberAsync(Role.Admin, p =>
        {
            p.AllowedExtensions = [.. extensions];
            p.ExcludedTables = ["cube"];
            configure?.Invoke(p);
        });

    public void Dispose() => _guard.Dispose();
}
