using System.Diagnostics;
using System.Text.RegularExpressions;
using DataAgent.Testing;
using Npgsql;

namespace DataAgent.Tests.Dictionary.Truth;

/// <summary>What PostgreSQL's own <c>psql</c> says of each table of a schema (<c>\d+</c>), as facts to compare: one a line.</summary>
internal sealed partial class PsqlDescription
{
    private const char Separator = '\u001f';
    private readonly Dictionary<string, string> _partitions = [];

    /// <summary>By table. Partitions are part of theirs.</summary>
    public Dictionary<string, HashSet<string>> Facts { get; } = [];

    public static async Task<PsqlDescription> ReadAsync(string owner, string schema, CancellationToken cancellationToken)
    {
        var found = new PsqlDescription();
        foreach (var line in await RunAsync(owner, schema, $@"\dtvmE+ {schema}.*", cancellationToken))
            if (line.Split(Separator) is [_, var name, var kind, .., var comment])
                found.Facts[name] = [$"kind {kind}", .. comment.Length > 0 ? [$"comment {comment}"] : Array.Empty<string>()];
        foreach (var (name, facts) in found.Facts)
            found.Describe(name, facts, await RunAsync(owner, schema, $@"\d+ {schema}.""{name.Replace("\"", "\"\"", StringComparison.Ordinal)}""", cancellationToken));
        found.FoldPartitions();
        return found;
    }

    private void Describe(string name, HashSet<string> facts, string[] lines)
    {
        var section = "";
        foreach (var line in lines)
        {
            if (line.Split(Separator) is [var column, var type, _, var nullable, var value, ..] cells)
                facts.Add(Column(column, type, nullable, value, cells[^1]));
            else if (line.StartsWith("Partition of: ", StringComparison.Ordinal))
                _partitions[name] = line["Partition of: ".Length..].Split(" FOR VALUES")[0].Split(" DEFAULT")[0];
            else if (!line.StartsWith(' '))
                section = line;
            else if (section == "Indexes:" && Exclusion().Match(line) is { Success: true } exclusion)
                facts.UnionWith([$"check {exclusion.Groups[2].Value}", $"index {exclusion.Groups[1].Value} ({exclusion.Groups[3].Value})"]);
            else if (section == "Indexes:" && Index().Match(line) is { Success: true } index)
                facts.UnionWith(IndexFacts(index.Groups["kind"].Value, index.Groups["name"].Value, index.Groups["rest"].Value));
            else if (section == "Check constraints:" && Check().Match(line) is { Success: true } check)
                facts.Add($"check {check.Groups[1].Value}");
            else if (section == "Foreign-key constraints:" && ForeignKey().Match(line) is { Success: true } key)
                facts.Add($"foreign key ({key.Groups[1].Value}) to {key.Groups[2].Value} ({key.Groups[3].Value})");
        }
    }

    // A plain index is its columns, in their order; what else it may say (an expression, a condition) is kept as it stands.
    private static IEnumerable<string> IndexFacts(string kind, string name, string rest)
    {
        var columns = Columns().Match(rest).Value;
        var isPlain = !rest.Contains(" WHERE ", StringComparison.Ordinal) && !columns[1..].Contains('(', StringComparison.Ordinal);
        if (kind == "PRIMARY KEY, ")
            return [$"primary key {columns}"];
        var shown = isPlain ? Order().Replace(columns, "") : rest;
        return kind switch
        {
            "UNIQUE CONSTRAINT, " => [$"unique constraint {columns}", $"unique index {name} {shown}"],
            "UNIQUE, " => [$"unique index {name} {shown}"],
            _ => [$"index {name} {shown}"],
        };
    }

    private static string Column(string name, string type, string nullable, string value, string comment)
    {
        var (isIdentity, generated) = (value.Contains(" as identity", StringComparison.Ordinal), Generated().Match(value));
        return FactText.Column(name, type, nullable.Length == 0, isIdentity || value.Length == 0 ? null : generated.Success ? generated.Groups[1].Value : value,
            isIdentity, generated.Success, comment.Length == 0 ? null : comment);
    }

    // A foreign key that most partitions have is the table's, as nobody asks a single partition.
    private void FoldPartitions()
    {
        foreach (var parts in _partitions.GroupBy(p => p.Value, p => Facts[p.Key]).ToArray())
            foreach (var key in parts.SelectMany(f => f).Where(f => f.StartsWith("foreign key", StringComparison.Ordinal)).GroupBy(f => f))
                if (key.Count() * 2 > parts.Count())
                    Facts[parts.Key].Add(key.Key);
        foreach (var partition in _partitions.Keys)
            Facts.Remove(partition);
    }

    /// <summary>Beside the server's programs, else on the path. Servers that come as an npm package bring none.</summary>
    private static readonly Lazy<string?> Program = new(() =>
        (PostgresServer.BinDir is { } own ? new[] { own } : []).Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        .Select(folder => Path.Combine(folder, "psql")).FirstOrDefault(File.Exists));

    public static bool IsThere => Program.Value is not null;

    private static async Task<string[]> RunAsync(string owner, string schema, string command, CancellationToken cancellationToken)
    {
        var login = new NpgsqlConnectionStringBuilder(owner);
        var start = new ProcessStartInfo(Program.Value ?? throw new InvalidOperationException("There is no psql."))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "-X", "-q", "-A", "-F", $"{Separator}", "-h", login.Host!, "-p", $"{login.Port}", "-U", login.Username!, "-d", login.Database!, "-c", command },
            Environment = { ["PGPASSWORD"] = login.Password, ["PGOPTIONS"] = $"-c search_path={schema}", ["LC_ALL"] = "C.UTF-8", ["PGCLIENTENCODING"] = "UTF8" },
        };
        using var psql = Process.Start(start)!;
        var errors = psql.StandardError.ReadToEndAsync(cancellationToken);
        var output = await psql.StandardOutput.ReadToEndAsync(cancellationToken);
        await psql.WaitForExitAsync(cancellationToken);
        Assert.True(psql.ExitCode == 0, await errors);
        // After the title and the names of the columns.
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];
    }

    [GeneratedRegex("""^    "(?<name>.*)" (?<kind>PRIMARY KEY, |UNIQUE CONSTRAINT, |UNIQUE, )?(?<rest>\w+ \(.*)$""")]
    private static partial Regex Index();

    [GeneratedRegex("""^    "(.*)" (EXCLUDE USING \w+ \((\w+) WITH .*)$""")]
    private static partial Regex Exclusion();

    [GeneratedRegex(@"\((?:[^()]|\([^()]*\))*\)")]
    private static partial Regex Columns();

    // Ascending or not, and operator classes: the dictionary tells the columns.
    [GeneratedRegex(@" (DESC|ASC|NULLS \w+|\w+_ops)\b")]
    private static partial Regex Order();

    [GeneratedRegex("""^    ".*" CHECK \((.*)\)$""")]
    private static partial Regex Check();

    [GeneratedRegex("""^    ".*" FOREIGN KEY \((.*)\) REFERENCES (.*?)\((.*?)\)""")]
    private static partial Regex ForeignKey();

    [GeneratedRegex(@"^generated always as \((.*)\) stored$")]
    private static partial Regex Generated();
}
