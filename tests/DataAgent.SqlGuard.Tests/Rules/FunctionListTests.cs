using DataAgent.SqlGuard.Rules;

namespace DataAgent.SqlGuard.Tests.Rules;

public sealed class FunctionListTests(Shop shop) : IClassFixture<Shop>
{
    /// <summary>Grammar of its own, never a call.</summary>
    private static readonly string[] Grammar = ["coalesce", "nullif", "greatest", "least", "row", "grouping", "trim"];

    [Fact]
    public async Task Every_allowed_function_is_one_of_the_server_or_of_a_newer_one()
    {
        Assert.SkipWhen(shop.ServerVersion < 150000, "The list names what is newer than PostgreSQL 15; older servers lack more.");
        var newer = TextResource.Lines("AllowedFunctions.txt").SkipWhile(line => !line.Contains("any_value")).SelectMany(line => line.Split(' '));
        var live = await NamesAsync("select distinct proname::text from pg_proc where pronamespace = 'pg_catalog'::regnamespace");

        Assert.Empty(BuiltInFunctions.Allowed.Except(live).Except(Grammar).Except(newer));
    }

    [Fact]
    public async Task No_allowed_function_was_taken_away_from_the_public_or_takes_a_table()
    {
        var risky = await NamesAsync("""
            select distinct proname::text from pg_proc
            where pronamespace = 'pg_catalog'::regnamespace
              and (not has_function_privilege('public', oid, 'execute')
                or proargtypes::oid[] && array['regclass'::regtype, 'regproc'::regtype, 'regprocedure'::regtype, 'regrole'::regtype, 'regnamespace'::regtype, 'refcursor'::regtype, 'internal'::regtype]::oid[])
            """);

        Assert.Empty(BuiltInFunctions.Allowed.Intersect(risky));
    }

    [Fact]
    public async Task Every_operator_of_the_server_is_known()
    {
        var live = await NamesAsync("select distinct oprname::text from pg_operator where oprnamespace = 'pg_catalog'::regnamespace");
        var known = TextResource.Words("Operators.txt");

        Assert.Empty(live.Except(known));
    }

    [Fact]
    public async Task Functions_that_act_on_the_server_are_refused_behind_a_point()
    {
        var names = await NamesAsync("""
            select distinct proname::text from pg_proc
            where pronamespace = 'pg_catalog'::regnamespace and pronargs - pronargdefaults <= 1 and pronargs > 0 and prokind = 'f'
              and proname ~ '^(pg_|lo_|txid_|to_reg|has_)|_to_xml|^(nextval|currval|current_setting|setseed|ts_stat|obj_description)$'
            """);

        Assert.All(names, name => Assert.True(BuiltInFunctions.IsRefusedAttribute(name), name));
    }

    private async Task<List<string>> NamesAsync(string sql)
    {
        var names = new List<string>();
        await using var command = shop.Source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            names.Add(rows.GetString(0));
        return names;
    }
}
