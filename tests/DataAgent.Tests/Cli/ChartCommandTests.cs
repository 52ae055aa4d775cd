using DataAgent.Cli.Visualizations;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Cli;

public sealed class ChartCommandTests(PostgresServer server) : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"dataagent-charts-{Guid.NewGuid():n}");
    private CliTester _cli = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cli = await CliTester.CreateAsync(server, Token);
        var database = await server.CreateDatabaseAsync(Token);
        await using (var source = NpgsqlDataSource.Create(database))
        await using (var command = source.CreateCommand("create table orders (id int primary key, status text not null); insert into orders select i, 's' || i % 3 from generate_series(1, 30) i; analyze"))
            await command.ExecuteNonQueryAsync(Token);
        var login = new NpgsqlConnectionStringBuilder(await server.AddReaderAsync(database, "public", Token));
        string[] add =
        [
            "project", "add", "--name", "Sales", "--slug", "sales", "--db-host", login.Host!, "--db-port", $"{login.Port}", "--db-name", login.Database!,
            "--db-user", login.Username!, "--db-password", "-", "--db-tls", "disable",
        ];
        var added = await _cli.RunAsync(add, Token, $"{login.Password ?? "x"}\n");
        Assert.Equal((0, ""), (added.Code, added.Error));
    }

    [Fact]
    public async Task Ask_saves_the_charts_of_the_answer_and_save_draws_one_again()
    {
        var asked = await _cli.RunAsync(["ask", "-p", "sales", "--charts", _folder, "--json", "Bar chart of orders by status"], Token);
        var chart = asked.Json["charts"]!.AsArray().Single()!;
        var file = Path.Combine(_folder, "again.png");
        var saved = await _cli.RunAsync(["chart", "save", (string)chart["chart_id"]!, "-p", "sales", "--output", file, "--width", "400", "--theme", "dark"], Token);

        Assert.Equal(0, asked.Code);
        Assert.Equal((0, $"Wrote {file}.\n"), (saved.Code, saved.Error));
        var first = Assert.Single(Directory.GetFiles(_folder, "chart-1*.png"));
        Assert.Equal(first, (string?)chart["file"]);
        Assert.Contains($"Wrote {first}.", asked.Error);
        Assert.Equal((1000, 560), Size(first));
        Assert.Equal((400, 560), Size(file));
        Assert.Empty(Directory.GetFiles(_folder, "*.part"));
    }

    [Fact]
    public async Task What_cannot_be_saved_is_said_and_leaves_nothing()
    {
        var unknown = await _cli.RunAsync(["chart", "save", $"{Guid.NewGuid()}", "-p", "sales", "-o", Path.Combine(_folder, "x.png")], Token);
        var huge = await _cli.RunAsync(["chart", "save", $"{Guid.NewGuid()}", "-p", "sales", "-o", "x.png", "--width", "5000"], Token);
        var noFolder = await _cli.RunAsync(["ask", "-p", "sales", "--charts", "/proc/no", "Bar chart of orders by status"], Token);

        Assert.StartsWith("There is no such chart", unknown.Error, StringComparison.Ordinal);
        Assert.Equal((1, "width: Choose a width from 200 to 4000 pixels.\n"), (huge.Code, huge.Error));
        Assert.Equal((1, "The folder '/proc/no' cannot be made. Choose another, or mend its rights.\n"), (noFolder.Code, noFolder.Error));
        Assert.False(Directory.Exists(_folder));
    }

    [Theory]
    [InlineData("Orders per month", "chart-2-orders-per-month.png")]
    [InlineData("../../etc/passwd", "chart-2-etc-passwd.png")]
    [InlineData("…", "chart-2.png")]
    [InlineData(null, "chart-2.png")]
    public void A_title_never_leads_out_of_the_folder(string? title, string name) => Assert.Equal(name, PictureFile.Name(2, title));

    public async ValueTask DisposeAsync()
    {
        await _cli.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private static (int, int) Size(string file)
    {
        using var picture = SkiaSharp.SKBitmap.Decode(file);
        return (picture.Width, picture.Height);
    }
}
