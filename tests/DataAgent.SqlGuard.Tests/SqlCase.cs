namespace DataAgent.SqlGuard.Tests;

/// <summary>A statement from <c>Cases/</c>: comment lines with the reason, then the text, up to a blank line.</summary>
/// <param name="Since">The least <c>server_version_num</c> that knows the syntax, from <c>-- since: 160000</c>.</param>
/// <param name="Code">For a hostile one, the code expected among the refusals: the word before the first colon of the reason.</param>
public sealed record SqlCase(string File, int Line, string Reason, string Sql, int Since, RefusalCode? Code)
{
    public static IEnumerable<SqlCase> Load(string folder) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Cases", folder), "*.sql").Order().SelectMany(Read);

    public override string ToString() => $"{Path.GetFileName(File)}:{Line} {Reason}";

    private static IEnumerable<SqlCase> Read(string file)
    {
        var lines = System.IO.File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            var first = i;
            var reasons = new List<string>();
            for (; i < lines.Length && lines[i].StartsWith("-- ", StringComparison.Ordinal); i++)
                reasons.Add(lines[i][3..]);
            var sql = new List<string>();
            for (; i < lines.Length && lines[i].Length > 0; i++)
                sql.Add(lines[i]);

            var since = reasons.FirstOrDefault(line => line.StartsWith("since: ", StringComparison.Ordinal));
            var reason = reasons.First(line => line != since);
            RefusalCode? code = Enum.TryParse<RefusalCode>(reason.Split(':')[0], out var parsed) ? parsed : null;
            yield return new SqlCase(file, first + 1, reason, string.Join('\n', sql), since is null ? 0 : int.Parse(since[7..]), code);
        }
    }
}
