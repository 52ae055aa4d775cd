using DataAgent.Testing;

namespace DataAgent.Tests.Cli;

public sealed class ProjectCommandTests(PostgresServer server)
{
    private static readonly string[] Add =
    [
        "project", "add", "--name", "Sales", "--slug", "sales", "--db-host", "db.example.com", "--db-name", "sales", "--db-user", "reader", "--db-password", "-",
        "--exclude", "pins, salaries",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_is_added_shown_edited_listed_archived_restored_and_deleted()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);

        var added = await cli.RunAsync([.. Add, "--json"], Token, "the password\n");
        var edited = await cli.RunAsync(["project", "edit", "-p", "sales", "--max-rows", "9", "--allow", "orders,lines", "--allow-functions", "net(int, text), gross", "--extensions", "hstore,pg_trgm"], Token);
        var shown = await cli.RunAsync(["project", "show", "-p", "sales", "--json"], Token);
        var listed = await cli.RunAsync(["project", "list", "--jsonl"], Token);
        var put = await cli.RunAsync(["project", "archive", "-p", "sales"], Token);
        var gone = await cli.RunAsync(["project", "show", "-p", "sales"], Token);
        var away = await cli.RunAsync(["project", "archived", "--jsonl"], Token);
        var restored = await cli.RunAsync(["project", "restore", "-p", "sales"], Token);
        var back = await cli.RunAsync(["project", "show", "-p", "sales"], Token);
        var mistyped = await cli.RunAsync(["project", "delete", "-p", "sales", "--name", "Sale"], Token);
        var deleted = await cli.RunAsync(["project", "delete", "-p", "sales", "--name", "Sales"], Token);
        var again = await cli.RunAsync(["project", "delete", "-p", "sales", "--name", "Sales"], Token);

        Assert.Equal(("sales", 0), ((string?)added.Json["slug"], added.Code));
        Assert.Equal((0, "Saved project sales.\n"), (edited.Code, edited.Output));
        Assert.Equal(9, (int?)shown.Json["max_rows_per_query"]);
        Assert.Equal("""["orders","lines"]""", shown.Json["allowed_tables"]!.ToJsonString());
        Assert.Equal("""["pins","salaries"]""", shown.Json["excluded_tables"]!.ToJsonString());
        Assert.Equal("""["net(int, text)","gross"]""", shown.Json["allowed_functions"]!.ToJsonString());
        Assert.Equal("""["hstore","pg_trgm"]""", shown.Json["allowed_extensions"]!.ToJsonString());
        Assert.Equal("admin", (string?)shown.Json["role"]);
        Assert.DoesNotContain("password", shown.Output, StringComparison.Ordinal);
        Assert.Equal("sales", (string?)listed.Json["slug"]);
        Assert.Equal((0, "Archived project sales. Bring it back with: dataagent project restore -p sales\n"), (put.Code, put.Output));
        Assert.Equal("sales", (string?)away.Json["slug"]);
        Assert.Equal((0, 0), (restored.Code, back.Code));
        Assert.Equal((1, "name: Write the project's name, Sales, to delete it.\n"), (mistyped.Code, mistyped.Error));
        Assert.Equal((0, "Deleted project sales.\n"), (deleted.Code, deleted.Output));
        Assert.Equal((1, ""), (again.Code, again.Output));
        Assert.Equal((1, ""), (gone.Code, gone.Output));
        Assert.Contains("There is no project 'sales'", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_are_listed_by_field_on_standard_error()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);

        var result = await cli.RunAsync([.. Add, "--max-rows", "0", "--db-tls", "maybe"], Token, "x");

        Assert.Equal((1, ""), (result.Code, result.Output));
        Assert.Equal(["db_tls", "max_rows_per_query"], result.Error.TrimEnd().Split('\n').Select(l => l.Split(':')[0]));
    }

    [Fact]
    public async Task A_stranger_sees_no_project_and_a_viewer_not_where_its_database_is()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await cli.RunAsync(Add, Token, "x");
        await cli.RunAsync(["user", "add", "--email", "ada@example.test"], Token);

        var stranger = await cli.RunAsync(["project", "show", "-p", "sales", "--as", "ada@example.test"], Token);
        await cli.RunAsync(["member", "add", "-p", "sales", "--email", "ada@example.test", "--role", "viewer"], Token);
        var viewer = await cli.RunAsync(["project", "show", "-p", "sales", "--as", "ada@example.test"], Token);
        var query = await cli.RunAsync(["query", "-p", "sales", "--as", "ada@example.test", "--sql", "select 1"], Token);

        Assert.Equal(1, stranger.Code);
        Assert.Equal(0, viewer.Code);
        Assert.DoesNotContain("db.example.com", viewer.Output, StringComparison.Ordinal);
        Assert.Equal((1, ""), (query.Code, query.Output));
        Assert.Contains("analyst", query.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_are_aligned_tables_for_people()
    {
        await using var cli = await CliTester.CreateAsync(server, Token);
        await cli.RunAsync(Add, Token, "x");

        var result = await cli.RunAsync(["project", "list"], Token);

        Assert.Equal("""
            SLUG   NAME   ROLE   DESCRIPTION
            ─────  ─────  ─────  ───────────
            sales  Sales  admin

            """, result.Output.ReplaceLineEndings());
    }
}
