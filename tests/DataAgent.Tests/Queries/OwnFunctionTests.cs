using DataAgent.Projects;
using DataAgent.Projects.Roles;
using DataAgent.SqlGuard;
using DataAgent.Testing;

namespace DataAgent.Tests.Queries;

/// <summary>Functions that an admin allowed by signature, on a real database, through the one door.</summary>
public sealed class OwnFunctionTests(CustomerDatabase database) : IClassFixture<CustomerDatabase>, IDisposable
{
    private readonly Guard _guard = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Door Door => new(database, _guard);

    [Theory]
    [InlineData("one(integer)", "one")]
    [InlineData("one(x int4)", "one")]
    [InlineData("one", "one")]
    [InlineData("two(integer)|two(text)", "two")]
    [InlineData("two(text)|two(integer)|one", "two")]
    [InlineData("lower(integer)", "lower")]
    public async Task A_name_is_open_when_every_function_it_can_mean_is_listed(string allowed, string function)
    {
        await FunctionsAsync();

        Assert.Equal(function, await Door.ValueAsync(await MemberAsync(allowed), $"select {function}(1)"));
        Assert.Equal(function, await Door.ValueAsync(await MemberAsync(allowed), $"select shop.{function}(1)"));
    }

    [Theory]
    [InlineData("", "one", "The function one is not allowed.")]
    [InlineData("two", "two", "There are several functions two, and this project does not allow all of them.")]
    [InlineData("two(integer)", "two", "There are several functions two, and this project does not allow all of them.")]
    [InlineData("one(text)", "one", "There are several functions one, and this project does not allow all of them.")]
    [InlineData("nothing", "nothing", "This project allows the function nothing, but its schema has none of that name.")]
    [InlineData("pg_sleep", "pg_sleep", "This project allows the function pg_sleep, but its schema has none of that name.")]
    [InlineData("pg_read_file(integer)", "pg_read_file", "PostgreSQL has a function pg_read_file of its own, which is not allowed and would come first.")]
    public async Task A_name_stays_closed_and_says_why(string allowed, string function, string reason)
    {
        await FunctionsAsync();

        var refusal = await Door.RefusalAsync(await MemberAsync(allowed), $"select {function}(1)");

        Assert.Equal(RefusalCode.FunctionNotAllowed, refusal.Code);
        Assert.StartsWith(reason, refusal.Message);
    }

    [Fact]
    public async Task A_function_that_is_added_later_closes_the_name_at_the_next_refresh()
    {
        await database.ExecuteAsync("create or replace function shop.grown(int) returns text language sql immutable as 'select ''a''::text'; drop function if exists shop.grown(text)");
        var member = await MemberAsync("grown");
        Assert.Equal("a", await Door.ValueAsync(member, "select grown(1)"));

        await database.ExecuteAsync("create function shop.grown(text) returns text language sql immutable as 'select ''b''::text'");
        await Door.Dictionaries.GenerateAsync(member, save: true, Token);

        Assert.StartsWith("There are several functions grown", (await Door.RefusalAsync(member, "select grown(1)")).Message);
    }

    [Fact]
    public async Task A_function_of_public_counts_as_well()
    {
        await database.ExecuteAsync("""
            create or replace function shop.shared(int) returns text language sql immutable as 'select ''shop''::text';
            create or replace function public.shared(text) returns text language sql immutable as 'select ''public''::text';
            """);

        Assert.StartsWith("There are several functions shared", (await Door.RefusalAsync(await MemberAsync("shared(integer)"), "select shared(1)")).Message);
        Assert.Equal("shop", await Door.ValueAsync(await MemberAsync("shared(integer)|shared(text)"), "select shared(1)"));
    }

    [Fact]
    public async Task An_operator_is_listed_by_its_sides()
    {
        await database.ExecuteAsync("""
            do $$ begin
                create function shop.near(point, text) returns boolean language sql immutable as 'select true';
                create operator shop.<%%> (leftarg = point, rightarg = text, function = shop.near);
            exception when duplicate_function then null; end $$
            """);

        Assert.Equal("t", await Door.ValueAsync(await MemberAsync("<%%>(point, text)"), "select point(1, 2) <%%> 'x'"));
        Assert.Equal(RefusalCode.OperatorNotAllowed, (await Door.RefusalAsync(await MemberAsync("<%%>(point, integer)"), "select point(1, 2) <%%> 'x'")).Code);
        Assert.Equal(RefusalCode.OperatorNotAllowed, (await Door.RefusalAsync(await MemberAsync(""), "select point(1, 2) <%%> 'x'")).Code);
    }

    [Fact]
    public async Task The_doctor_names_what_is_not_listed_and_what_deserves_a_look()
    {
        await FunctionsAsync();
        await database.ExecuteAsync("create or replace function shop.elevated() returns int language sql stable security definer as 'select 1'");

        var good = await ExamineAsync("one(integer)|two(integer)|two(text)");
        var bad = await ExamineAsync("two(integer)|elevated()|count_up()");

        Assert.True(good.Passed, good.Message);
        Assert.False(bad.Passed);
        Assert.False(bad.IsSerious);
        Assert.Contains("Not listed: two(text).", bad.Message);
        Assert.Contains("elevated() is SECURITY DEFINER", bad.Message);
        Assert.Contains("count_up() is VOLATILE", bad.Message);
    }

    [Fact]
    public async Task Signatures_are_not_shown_to_people_for_a_type_may_be_a_hidden_table()
    {
        await database.ExecuteAsync("create or replace function shop.of_salary(shop.salary) returns int language sql immutable as 'select 1'");
        var member = await MemberAsync("", p => p.ExcludedTables = ["salary"]);

        var dictionary = await Door.Dictionaries.GetAsync(member, Token);

        Assert.Contains("of_salary(salary)", dictionary.FunctionSignatures.Select(f => f.ToString()));
        Assert.DoesNotContain("salary", System.Text.Json.JsonSerializer.Serialize(dictionary.ToShow()));
    }

    private async Task<RoleAttempt> ExamineAsync(string allowed)
    {
        var member = await MemberAsync(allowed);
        var report = await new ConnectionDoctor(database.Pools.OpenAsync, database.Platform.Vault, database.Platform.Roles, TimeProvider.System).ExamineAsync(member, Token);
        return report!.Attempts.Single(a => a.Name == "allowed_functions");
    }

    private Task FunctionsAsync() => database.ExecuteAsync("""
        create or replace function shop.one(x int) returns text language sql immutable as 'select ''one''::text';
        create or replace function shop.two(int) returns text language sql immutable as 'select ''two''::text';
        create or replace function shop.two(text) returns text language sql immutable as 'select ''two''::text';
        create or replace function shop.lower(int) returns text language sql immutable as 'select ''lower''::text';
        create or replace function shop.pg_read_file(int) returns text language sql immutable as 'select ''mine''::text';
        """);

    private Task<Member> MemberAsync(string allowed, Action<Project>? configure = null) => database.AddMemberAsync(Role.Admin, p =>
    {
        p.AllowedFunctions = [.. allowed.Split('|', StringSplitOptions.RemoveEmptyEntries)];
        configure?.Invoke(p);
    });

    public void Dispose() => _guard.Dispose();
}
