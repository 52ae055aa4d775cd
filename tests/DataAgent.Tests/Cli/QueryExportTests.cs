using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Cli;

public sealed class QueryExportTests(PostgresServer server) : IAsyncLifetime
{
    private CliTester _cli = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cli = await CliTester.CreateAsync(server, Token);
        var login = new NpgsqlConnectionStringBuilder(await server.AddReaderAsync(await server.CreateDatabaseAsync(Token), "public", Token));
        string[] add =
        [
            "project", "add", "--name", "Sales", "--slug", "sales", "--db-host", login.Host!, "--db-port", $"{login.Port}", "--db-name", login.Database!,
            "--db-user", login.Username!, "--db-password", "-", "--db-tls", "disable", "--max-rows", "2", "--max-export-rows", "4",
        ];
        var added = await _cli.RunAsync(add, Token, $"{login.Password ?? "x"}\n");
        Assert.Equal((0, ""), (added.Code, added.Error));
    }

    [Fact]
    public async Task A_csv_goes_to_standard_output_beyond_the_limit_of_what_is_shown_and_a_cut_is_said()
    {
        var whole = await QueryAsync("select n, 'é' as t from generate_series(1, 4) n", "csv");
        var cut = await QueryAsync("select n from generate_series(1, 5) n", "jsonl");

        Assert.Equal((0, "n,t\r\n1,é\r\n2,é\r\n3,é\r\n4,é\r\n", ""), (whole.Code, whole.Output, whole.Error));
        Assert.Equal("Only the first 4 rows: the project exports at most 4 rows.\n", cut.Error);
        Assert.Contains("\"truncated\":true", cut.Output);
    }

    [Fact]
    public async Task Excel_needs_a_file()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.xlsx");
        try
        {
            var refused = await QueryAsync("select 1 as n", "xlsx");
            var written = await QueryAsync("select 1 as n", "xlsx", "--output", file);

            Assert.Equal(2, refused.Code);
            Assert.Contains("--output", refused.Error);
            Assert.Equal((0, $"Wrote 1 rows to {file}.\n"), (written.Code, written.Error));
            Assert.Equal("PK"u8.ToArray(), (await File.ReadAllBytesAsync(file, Token))[..2]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task What_is_refused_leaves_no_file()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.csv");

        var refused = await QueryAsync("delete from x", "csv", "--output", file);

        Assert.Equal((1, ""), (refused.Code, refused.Output));
        Assert.NotEqual("", refused.Error);
        Assert.False(File.Exists(file) || File.Exists($"{file}.part"));
    }

    [Fact]
    public async Task A_query_is_saved_listed_run_with_a_value_edited_and_removed()
    {
        string[] project = ["--project-slug", "sales"];
        string[] save = ["saved-query", "save", .. project, "--name", "Up to", "--sql", "select n from generate_series(1, :last) n", "--parameter", "last:integer"];

        var saved = await _cli.RunAsync(save, Token);
        var again = await _cli.RunAsync([.. save, "--shared"], Token);
        var listed = await _cli.RunAsync(["saved-query", "list", .. project, "--json"], Token);
        var ran = await _cli.RunAsync(["saved-query", "run", "Up to", .. project, "--set", "last=2", "--json"], Token);
        var wrong = await _cli.RunAsync(["saved-query", "run", "Up to", .. project, "--set", "last=2; drop table x"], Token);
        var shown = await _cli.RunAsync(["saved-query", "show", "Up to", .. project], Token);
        var removed = await _cli.RunAsync(["saved-query", "remove", "Up to", .. project], Token);
        var gone = await _cli.RunAsync(["saved-query", "show", "Up to", .. project], Token);

        Assert.Equal((0, ""), (saved.Code, saved.Error));
        Assert.Contains("version 2", again.Output);
        Assert.Equal((2, true), ((int)listed.Json["saved_queries"]![0]!["version"]!, (bool)listed.Json["saved_queries"]![0]!["is_shared"]!));
        Assert.Equal("""[["1"],["2"]]""", ran.Json["rows"]!.ToJsonString());
        Assert.Equal((1, "last: Give a whole number.\n"), (wrong.Code, wrong.Error));
        Assert.Contains("last:integer", shown.Output);
        Assert.Equal((0, 1), (removed.Code, gone.Code));
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    private Task<CliResult> QueryAsync(string sql, string format, params string[] more) =>
        _cli.RunAsync(["query", "--project-slug", "sales", "--sql", sql, "--format", format, .. more], Token);
}
