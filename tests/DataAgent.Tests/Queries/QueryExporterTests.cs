using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using DataAgent.Audit;
using DataAgent.Dictionary;
using DataAgent.Exports;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SqlGuard;
using Microsoft.EntityFrameworkCore;

namespace DataAgent.Tests.Queries;

public sealed class QueryExporterTests(CustomerDatabase database) : IClassFixture<CustomerDatabase>, IDisposable
{
    private readonly Guard _guard = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_csv_keeps_every_value_tells_null_from_empty_and_disarms_formulas()
    {
        var member = await database.AddMemberAsync(Role.Analyst);

        var csv = await CsvAsync(member, """
            select * from (values (1, '=1+1', -5.50, null, true, date '2025-01-02', E'a "b"\n\\,(c)'),
                (2, '', 12345678901234567890.123, '-x', false, null, E'\ttab')) t(id, "=head", n, t, b, d, odd)
            """);

        Assert.Equal("""
            id,'=head,n,t,b,d,odd
            1,'=1+1,-5.50,,t,2025-01-02,"a ""b""
            \,(c)"
            2,"",12345678901234567890.123,'-x,f,,'	tab

            """.ReplaceLineEndings("\n"), csv.Replace("\r\n", "\n", StringComparison.Ordinal));
        Assert.Equal(3, csv.Split("\r\n").Length - 1);
    }

    [Fact]
    public async Task Formulas_stay_when_somebody_asks_for_it_and_a_byte_order_mark_comes_first()
    {
        var member = await database.AddMemberAsync(Role.Analyst);

        var csv = await CsvAsync(member, "select '=1' as a", new ExportOptions(ExportFormat.Csv) { GuardsFormulas = false, WithByteOrderMark = true });

        Assert.Equal("\uFEFFa\r\n=1\r\n", csv);
    }

    [Theory]
    [InlineData(20, 20, false)]
    [InlineData(19, 19, true)]
    [InlineData(1, 1, true)]
    public async Task The_export_holds_as_many_rows_as_the_project_allows_and_says_when_there_are_more(int limit, int rows, bool isCut)
    {
        var member = await database.AddMemberAsync(Role.Analyst, p => (p.MaxExportRows, p.MaxRowsPerQuery) = (limit, 2));
        ExportStart? start = null;

        var (outcome, bytes) = await ExportAsync(member, Request("select id from customer order by id") with { LooksAhead = true }, s => start = s);

        var end = Assert.IsType<ExportOutcome.Done>(outcome).End;
        Assert.Equal((rows, isCut), (end.Rows, end.IsCut));
        Assert.Equal(rows + 1, Encoding.UTF8.GetString(bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(isCut, start!.IsCut);
        Assert.Equal(isCut, start.FileName.EndsWith($"-first-{rows}-rows.csv", StringComparison.Ordinal));
        var entry = await AuditedAsync(member);
        Assert.Equal(("export", "ran", rows), (entry.Door, entry.Outcome, entry.Rows));
        Assert.StartsWith("csv, http", entry.Detail);
        Assert.Equal(["shop.customer"], entry.Relations);
    }

    [Theory]
    [InlineData("delete from customer")]
    [InlineData("select * from pg_shadow")]
    [InlineData("select 1) q; drop table customer; --")]
    public async Task The_same_gate_judges_it(string sql)
    {
        var member = await database.AddMemberAsync(Role.Analyst);

        var (outcome, bytes) = await ExportAsync(member, Request(sql));

        Assert.IsType<QueryOutcome.Refused>(Assert.IsType<ExportOutcome.No>(outcome).Why);
        Assert.Empty(bytes);
        Assert.Equal("refused", (await AuditedAsync(member)).Outcome);
    }

    [Fact]
    public async Task A_viewer_is_told_who_may_export_also_for_a_result_of_their_own()
    {
        var member = await database.AddMemberAsync(Role.Viewer);
        var ran = Assert.IsType<QueryOutcome.Ran>(await new Door(database, _guard).AskAsync(member, "select id from customer"));

        var outcome = await Exporter().ExportAsync(
            member, ran.ResultId, new(ExportFormat.Csv), QueryDoor.Http, _ => throw new InvalidOperationException("Nothing may be written."), Token);

        var why = Assert.IsType<QueryOutcome.NotPermitted>(Assert.IsType<ExportOutcome.No>(outcome).Why);
        Assert.Contains("analyst", why.Advice);
        Assert.Equal(("export", "refused"), ((await AuditedAsync(member)).Door, (await AuditedAsync(member)).Outcome));
    }

    [Fact]
    public async Task A_kept_result_is_exported_whole()
    {
        var member = await database.AddMemberAsync(Role.Analyst, p => p.MaxRowsPerQuery = 3);
        var ran = Assert.IsType<QueryOutcome.Ran>(await new Door(database, _guard).AskAsync(member, "select id from customer order by id"));
        using var file = new MemoryStream();

        var outcome = await Exporter().ExportAsync(member, ran.ResultId, new(ExportFormat.JsonLines), QueryDoor.Page, _ => PipeWriter.Create(file), Token);

        Assert.Equal(20, Assert.IsType<ExportOutcome.Done>(outcome).End.Rows);
        Assert.StartsWith("{\"id\":1}\n{\"id\":2}\n", Encoding.UTF8.GetString(file.ToArray()));
    }

    [Fact]
    public async Task A_result_of_somebody_else_is_not_found()
    {
        var owner = await database.AddMemberAsync(Role.Analyst);
        var ran = Assert.IsType<QueryOutcome.Ran>(await new Door(database, _guard).AskAsync(owner, "select 1 as one"));
        var other = await database.Platform.AddMemberAsync(Role.Analyst, owner.Project, Token);

        var outcome = await Exporter().ExportAsync(other, ran.ResultId, new(ExportFormat.Csv), QueryDoor.Http, _ => throw new InvalidOperationException(), Token);

        Assert.IsType<ExportOutcome.NotFound>(outcome);
    }

    [Fact]
    public async Task Json_lines_keep_types_digits_and_twin_columns_and_end_with_what_was_cut()
    {
        var member = await database.AddMemberAsync(Role.Analyst, p => p.MaxExportRows = 1);

        var (_, bytes) = await ExportAsync(member, Request("""
            select n as a, n as a, 'NaN'::float8 as nan, true as yes, null::int as nothing, E'{"x":\n[1]}'::json as j, E'q"\\\u00e9\n' as text, '{}'::int[] as list
            from (values (12345678901234567890.10), (2)) t(n)
            """, new(ExportFormat.JsonLines)));

        var lines = Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n');
        Assert.Equal("""{"a":12345678901234567890.10,"a_2":12345678901234567890.10,"nan":"NaN","yes":true,"nothing":null,"j":{"x": [1]},"text":"q\"\\é\n","list":"{}"}""", lines[0]);
        using var last = JsonDocument.Parse(lines[1]);
        Assert.True(last.RootElement.GetProperty("truncated").GetBoolean());
        Assert.Equal("the project exports at most 1 row", last.RootElement.GetProperty("reason").GetString());
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public async Task A_workbook_has_typed_cells_and_says_where_it_comes_from()
    {
        var member = await database.AddMemberAsync(Role.Analyst, p => p.MaxExportRows = 1);
        const string Sql = """
            select 123456789012345 as fits, 1234567890123456 as long, 0.1::float8 + 0.2 as float, 1.50 as money, date '2025-03-01' as day,
                timestamp '2025-03-01 12:00' as noon, date '0044-03-15 BC' as ides, true as yes, E'<&>\x01_x0001_\uFFFE' as odd, null as nothing
            from generate_series(1, 2)
            """;

        var (_, bytes) = await ExportAsync(member, Request(Sql, new(ExportFormat.Xlsx)) with { Question = "How many?" });

        using var zip = new ZipArchive(new MemoryStream(bytes));
        var rows = Sheet(zip, 1);
        Assert.Equal(["fits", "long", "float", "money", "day", "noon", "ides", "yes", "odd", "nothing"], rows[0].Select(c => c.Value));
        Assert.All(rows[0], c => Assert.Equal("1", c.Style));
        Assert.Equal(
        [
            ("n", "123456789012345", ""), ("inlineStr", "1234567890123456", ""), ("n", "0.30000000000000004", ""), ("n", "1.50", ""), ("n", "45717", "2"),
            ("n", "45717.5", "3"), ("inlineStr", "0044-03-15 BC", ""), ("b", "1", ""), ("inlineStr", "<&>_x0001__x005F_x0001__xFFFE_", ""), ("n", "", ""),
        ], rows[1]);
        Assert.Equal(2, rows.Count);
        var about = Sheet(zip, 2).ToDictionary(r => r[0].Value, r => r[1].Value);
        Assert.Equal(("How many?", Sql.Replace("_x0001_", "_x005F_x0001_"), "1"), (about["Question"], about["SQL"].ReplaceLineEndings("\n"), about["Rows"]));
        Assert.StartsWith("Cut: the project exports at most 1 row", about["Whole or cut"]);
    }

    [Fact]
    public async Task Who_leaves_stops_the_query_in_PostgreSQL_and_the_log_has_the_rows_so_far()
    {
        var member = await database.AddMemberAsync(Role.Analyst);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var export = Exporter().ExportAsync(
            member, Request("select a.id as leaver from customer a, customer b, customer c, customer d, customer e, customer f"), _ => pipe.Writer, leaving.Token);
        await pipe.Reader.ReadAsync(Token);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => export);

        Assert.Equal(0, await database.CountRunningAsync("leaver"));
        var entry = await AuditedAsync(member);
        Assert.Equal("stopped", entry.Outcome);
        Assert.True(entry.Rows > 0);
    }

    [Fact]
    public async Task A_query_that_fails_at_once_leaves_no_file_and_one_that_fails_later_says_that_it_began()
    {
        var member = await database.AddMemberAsync(Role.Analyst);

        var (atOnce, nothing) = await ExportAsync(member, Request("select 1 / 0 as broken"));
        var (later, _) = await ExportAsync(member, Request("select 1 / (20000 - n) as broken from generate_series(1, 30000) n"));

        Assert.Equal(("22012", false), (Assert.IsType<QueryOutcome.Failed>(Assert.IsType<ExportOutcome.No>(atOnce).Why).SqlState, ((ExportOutcome.No)atOnce).HasBegun));
        Assert.Empty(nothing);
        Assert.Equal(("22012", true), (Assert.IsType<QueryOutcome.Failed>(Assert.IsType<ExportOutcome.No>(later).Why).SqlState, ((ExportOutcome.No)later).HasBegun));
    }

    [Fact]
    public async Task A_first_row_that_does_not_come_in_the_projects_time_ends_it()
    {
        var member = await database.AddMemberAsync(Role.Analyst, p => p.MaxQueryTimeoutSeconds = 1);

        var (outcome, _) = await ExportAsync(
            member, Request("select count(*) as endless from customer a, customer b, customer c, customer d, customer e, customer f, customer g"));

        Assert.Equal("57014", Assert.IsType<QueryOutcome.Failed>(Assert.IsType<ExportOutcome.No>(outcome).Why).SqlState);
        Assert.Equal(0, await database.CountRunningAsync("endless"));
    }

    [Fact]
    public async Task Rows_of_any_length_up_to_the_limit_pass_and_beyond_it_are_refused_with_advice()
    {
        var member = await database.AddMemberAsync(Role.Analyst);

        var csv = await CsvAsync(member, "select repeat('x', n) as long from generate_series(1, 400000, 100000) n");
        var (outcome, _) = await ExportAsync(member, Request("select repeat('x', 40000000) as long"));

        Assert.Equal([4, 1, 100_001, 200_001, 300_001], csv.TrimEnd().Split("\r\n").Select(l => l.Length));
        Assert.Contains("32 MB", Assert.IsType<QueryOutcome.Failed>(Assert.IsType<ExportOutcome.No>(outcome).Why).Advice);
    }

    [Fact]
    public async Task A_column_named_like_the_wrapper_is_no_trouble()
    {
        var member = await database.AddMemberAsync(Role.Analyst);

        Assert.Equal("q,q\r\n1,2\r\n", await CsvAsync(member, "select 1 as q, 2 as q"));
    }

    public void Dispose() => _guard.Dispose();

    private QueryExporter Exporter()
    {
        var platform = database.Platform;
        var dictionaries = new DictionaryStore(platform, database.Pools.OpenAsync, platform.Roles, TimeProvider.System);
        return new(_guard, dictionaries, platform.Roles, database.Pools, new QueryTrail(platform.Source, TimeProvider.System), new QueryOptions(), platform, new ResultStore(platform), TimeProvider.System);
    }

    private static ExportRequest Request(string sql, ExportOptions? options = null) => new(sql, options ?? new(ExportFormat.Csv), QueryDoor.Http);

    private async Task<(ExportOutcome Outcome, byte[] Bytes)> ExportAsync(Member member, ExportRequest request, Action<ExportStart>? started = null)
    {
        using var file = new MemoryStream();
        var outcome = await Exporter().ExportAsync(member, request, start =>
        {
            started?.Invoke(start);
            return PipeWriter.Create(file);
        }, Token);
        return (outcome, file.ToArray());
    }

    private async Task<string> CsvAsync(Member member, string sql, ExportOptions? options = null)
    {
        var (outcome, bytes) = await ExportAsync(member, Request(sql, options));
        Assert.True(outcome is ExportOutcome.Done, outcome.ToString());
        return Encoding.UTF8.GetString(bytes);
    }

    private async Task<AuditEntry> AuditedAsync(Member member)
    {
        await using var db = database.Platform.CreateDbContext();
        return await db.AuditEntries.AsNoTracking().Where(a => a.UserId == member.UserId).OrderByDescending(a => a.At).FirstAsync(Token);
    }

    private static List<List<(string Type, string Value, string Style)>> Sheet(ZipArchive zip, int number)
    {
        using var part = zip.GetEntry(string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{number}.xml"))!.Open();
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        return
        [
            .. XDocument.Load(part, LoadOptions.PreserveWhitespace).Descendants(main + "row").Select(row =>
                row.Elements(main + "c").Select(c => ((string?)c.Attribute("t") ?? "n", c.Value, (string?)c.Attribute("s") ?? "")).ToList()),
        ];
    }
}
