using DataAgent.SqlGuard.Rules;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.SqlGuard.Tests.Rules;

/// <summary>A database with every known extension that the server has.</summary>
public sealed class ExtensionDatabase(PostgresServer server) : IAsyncLifetime
{
    public NpgsqlDataSource Source { get; private set; } = null!;
    public HashSet<string> Installed { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Source = NpgsqlDataSource.Create(await server.CreateDatabaseAsync(TestContext.Current.CancellationToken));
        foreach (var name in KnownExtensions.Names)
        {
            await using var available = Source.CreateCommand($"select exists (select from pg_available_extensions where name = '{name}')");
            if (await available.ExecuteScalarAsync() is not true)
                continue;
            await using var create = Source.CreateCommand($"create extension \"{name}\"");
            await create.ExecuteNonQueryAsync();
            Installed.Add(name);
        }
    }

    public async ValueTask DisposeAsync() => await Source.DisposeAsync();
}

/// <summary>The list of each extension against the extension itself, where the server has it.</summary>
public sealed class ExtensionListTests(ExtensionDatabase database) : IClassFixture<ExtensionDatabase>
{
    /// <summary>They draw random values and do nothing else.</summary>
    private static readonly string[] Random = ["gen_random_bytes", "gen_random_uuid", "normal_rand", "uuid_generate_v4"];

    public static TheoryData<string> All { get; } = [.. KnownExtensions.Names];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_name_on_the_list_is_one_of_the_extension(string extension)
    {
        NeedsInstalled(extension);

        Assert.Empty(Listed("function").Except(await MembersAsync(extension, "pg_proc", "proname")));
        Assert.Empty(Listed("operator").Except(await MembersAsync(extension, "pg_operator", "oprname")));
        Assert.Empty(Listed("type").Except(await MembersAsync(extension, "pg_type", "typname")));

        IEnumerable<string> Listed(string category) => KnownExtension.Words($"extension.{extension}", category);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task No_function_on_the_list_acts_or_takes_a_name_from_the_catalog(string extension)
    {
        NeedsInstalled(extension);
        var risky = await MembersAsync(extension, "pg_proc", "proname", """
            and (not has_function_privilege('public', o.oid, 'execute') or o.prosecdef or o.provolatile = 'v'
                or o.proargtypes::oid[] && array['regclass'::regtype, 'regproc'::regtype, 'regprocedure'::regtype, 'regrole'::regtype, 'regnamespace'::regtype, 'refcursor'::regtype, 'internal'::regtype]::oid[])
            """);

        Assert.Empty(KnownExtensions.Find(extension)!.Functions.Intersect(risky).Except(Random));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Each_operator_of_the_list_calls_a_function_that_only_computes(string extension)
    {
        NeedsInstalled(extension);
        var risky = await MembersAsync(extension, "pg_operator", "oprname", "and exists (select from pg_proc p where p.oid = o.oprcode and (p.provolatile = 'v' or p.prosecdef))");

        Assert.Empty(KnownExtensions.Find(extension)!.Operators.Intersect(risky));
    }

    /// <summary>So that one extension does not get in the way of PostgreSQL's own functions when it is on.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Names_that_it_shares_with_PostgreSQLs_allowed_ones_are_on_the_list(string extension)
    {
        NeedsInstalled(extension);

        var functions = BuiltInFunctions.Allowed.Intersect(await MembersAsync(extension, "pg_proc", "proname"));
        var operators = TextResource.Words("Operators.txt").Intersect(await MembersAsync(extension, "pg_operator", "oprname"));

        Assert.Empty(functions.Except(KnownExtensions.Find(extension)!.Functions));
        Assert.Empty(operators.Except(KnownExtensions.Find(extension)!.Operators));
    }

    [Theory]
    [InlineData("tablefunc", "crosstab crosstab2 crosstab3 crosstab4 crosstabn connectby")]
    [InlineData("pgcrypto", "crypt gen_salt pgp_sym_decrypt pgp_pub_decrypt decrypt encrypt encrypt_iv decrypt_iv")]
    [InlineData("pg_trgm", "set_limit show_limit")]
    [InlineData("uuid-ossp", "uuid_generate_v1 uuid_generate_v1mc")]
    [InlineData("postgis", "st_estimatedextent st_findextent addgeometrycolumn dropgeometrycolumn updategeometrysrid populate_geometry_columns find_srid postgis_full_version st_transform")]
    public void What_runs_text_acts_or_tells_about_the_server_is_on_no_list(string extension, string names)
    {
        Assert.Contains(extension, KnownExtensions.Names);
        Assert.All(KnownExtensions.Names, known => Assert.Empty(KnownExtensions.Find(known)!.Functions.Intersect(names.Split(' '))));
    }

    [Fact]
    public void Only_reviewed_extensions_are_known() => Assert.Equal(
        ["citext", "cube", "earthdistance", "fuzzystrmatch", "hstore", "intarray", "ltree", "pg_trgm", "pgcrypto", "postgis", "tablefunc", "unaccent", "uuid-ossp", "vector"],
        KnownExtensions.Names);

    private void NeedsInstalled(string extension) => Assert.SkipUnless(database.Installed.Contains(extension), $"this server has no {extension}");

    private async Task<List<string>> MembersAsync(string extension, string catalog, string column, string and = "")
    {
        await using var command = database.Source.CreateCommand($"""
            select distinct o.{column}::text from {catalog} o join pg_depend d on d.classid = '{catalog}'::regclass and d.objid = o.oid
            join pg_extension e on d.refclassid = 'pg_extension'::regclass and e.oid = d.refobjid
            where d.deptype = 'e' and e.extname = '{extension}' {and}
            """);
        await using var rows = await command.ExecuteReaderAsync(Token);
        List<string> names = [];
        while (await rows.ReadAsync(Token))
            names.Add(rows.GetString(0));
        return names;
    }
}
