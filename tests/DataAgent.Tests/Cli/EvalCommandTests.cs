using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Cli;

public sealed class EvalCommandTests(PostgresServer server) : IAsyncLifetime
{
    private const string Right = """
        {"question": "How many customers are there?", "sql": "select count(*) from customer"}
        {"question": "How many customers by country?", "rows": [["DE", 2], ["FR", 1]]}
        {"question": "Delete all customers", "refuse": true}
        """;

    private CliTester _cli = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cli = await CliTester.CreateAsync(server, Token);
        var database = await server.CreateDatabaseAsync(Token);
        await using (var owner = NpgsqlDataSource.Create(database))
        await using (var make = owner.CreateCommand("""
            create table customer (id int primary key, name text not null, country text not null);
            insert into customer values (1, 'Ada', 'DE'), (2, 'Bob', 'DE'), (3, 'Eve', 'FR'); analyze
            """))
            await make.ExecuteNonQueryAsync(Token);
        var login = new NpgsqlConnectionStringBuilder(await server.AddReaderAsync(database, "public", Token));
        string[] add =
        [
            "project", "add", "--name", "Shop", "--slug", "shop", "--db-host", login.Host!, "--db-port", $"{login.Port}", "--db-name", login.Database!,
            "--db-user", login.Username!, "--db-password", "-", "--db-tls", "disable",
        ];
        var added = await _cli.RunAsync(add, Token, $"{login.Password}\n");
        Assert.Equal((0, ""), (added.Code, added.Error));
    }

    [Fact]
    public async Task Right_answers_pass_and_leave_no_conversation()
    {
        var report = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.html");
        try
        {
            var ran = await RunAsync(Right, "--parallel", "3", "--html", report);
            var conversations = await _cli.RunAsync(["conversation", "list", "-p", "shop", "--json"], Token);

            Assert.True(ran.Code == 0, ran.Output + ran.Error);
            Assert.Contains("right  How many customers are there?", ran.Output, StringComparison.Ordinal);
            Assert.Contains("3 of 3 right (100 %), offline", ran.Output, StringComparison.Ordinal);
            Assert.Empty(conversations.Json["conversations"]!.AsArray());
            Assert.Contains("3 of 3 right", await File.ReadAllTextAsync(report, Token), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(report);
        }
    }

    [Fact]
    public async Task Each_wrong_answer_has_its_reason()
    {
        var ran = await RunAsync("""
            {"question": "How many customers are there?", "rows": [[4]]}
            {"question": "How many customers by country?", "rows": [["DE", 2]]}
            {"question": "How many customers are there?", "refuse": true}
            {"question": "Hello", "rows": [[42]]}
            {"question": "How many customers are there?", "sql": "select count(*) from hidden"}
            {"question": "How many customers are there?", "sql": "select count(*) from customer", "max_seconds": 0.000001}
            """, "--json", "--keep");
        var conversations = await _cli.RunAsync(["conversation", "list", "-p", "shop", "--json"], Token);

        Assert.Equal(1, ran.Code);
        Assert.Equal((0, 6), ((int)ran.Json["passed"]!, (int)ran.Json["total"]!));
        Assert.Equal(
            ["wrong_rows", "extra_rows", "answered", "no_table", "bad_case", "slow"], ran.Json["results"]!.AsArray().Select(r => (string?)r!["reasons"]![0]!["code"]));
        Assert.Equal(6, conversations.Json["conversations"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(Right, "--provider", "nobody", "There is no provider 'nobody'")]
    [InlineData(Right, "--parallel", "0", "--parallel is a number from 1 to 16")]
    [InlineData(Right, "--prices", "3", "--prices takes two or four numbers")]
    [InlineData("{\"question\": 1}", "--parallel", "1", "Line 1 cannot be read")]
    public async Task What_is_typed_wrong_is_told_before_anything_is_asked(string cases, string option, string value, string expected)
    {
        var ran = await RunAsync(cases, option, value);

        Assert.Equal((2, ""), (ran.Code, ran.Output));
        Assert.StartsWith(expected, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_may_not_run_cases()
    {
        await _cli.RunAsync(["user", "add", "--email", "v@example.test", "--name", "V"], Token);
        await _cli.RunAsync(["member", "add", "-p", "shop", "--email", "v@example.test", "--role", "viewer"], Token);

        var ran = await RunAsync(Right, "--as", "v@example.test");

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Contains("needs the role analyst", ran.Error, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    private Task<CliResult> RunAsync(string cases, params string[] more) => _cli.RunAsync(["eval", "run", "--project-slug", "shop", "--file", "-", .. more], Token, cases);
}
