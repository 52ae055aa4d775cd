using System.Diagnostics;
using System.Text.Json;
using DataAgent.Cli.Output;
using DataAgent.SqlGuard;

namespace DataAgent.Cli.SqlGuard;

/// <summary>One line of input. What is null comes from the command's options.</summary>
internal sealed record GuardLine(
    JsonElement? Id, string? Sql, string? Schema, IReadOnlyList<string>? AllowedTables, IReadOnlyList<string>? ExcludedTables, GuardLine.LineCatalog? Catalog)
{
    public sealed record LineCatalog(IReadOnlyList<LineRelation> Relations);

    public sealed record LineRelation(string Name, IReadOnlyList<string>? Columns);

    /// <summary>JSON may hold null where our types say there is none.</summary>
    public bool IsWhole => Sql is not null && Holds(AllowedTables) && Holds(ExcludedTables)
        && (Catalog is null || (Catalog.Relations is { } relations && relations.All(r => r is { Name: not null } && Holds(r.Columns))));

    public GuardPolicy Policy(GuardLine defaults) => new(Schema ?? defaults.Schema ?? "public")
    {
        AllowedTables = (AllowedTables ?? defaults.AllowedTables)?.ToHashSet(),
        ExcludedTables = (ExcludedTables ?? defaults.ExcludedTables ?? []).ToHashSet(),
        Catalog = Catalog is null ? null : new CatalogSnapshot([.. Catalog.Relations.Select(r => new CatalogRelation(r.Name, r.Columns ?? []))]),
    };

    private static bool Holds(IReadOnlyList<string>? names) => names is null || names.All(n => n is not null);
}

internal static class GuardLines
{
    /// <summary>Each line is answered before the next one is read, so that a program may talk to us.</summary>
    /// <returns>The exit code: 1 when a line was no question. That SQL was refused is an answer.</returns>
    public static async Task<int> RunAsync(
        TextReader input, TextWriter output, Func<string, GuardPolicy, Verdict> judge, GuardLine defaults, CancellationToken cancellationToken)
    {
        var code = CommandLine.Ok;
        while (await input.ReadLineAsync(cancellationToken) is { } text)
        {
            if (string.IsNullOrWhiteSpace(text))
                continue;
            var (answer, isGood) = Answer(text, judge, defaults);
            await output.WriteLineAsync(CliJson.Write(answer));
            await output.FlushAsync(cancellationToken);
            if (!isGood)
                code = CommandLine.Failed;
        }

        return code;
    }

    private static (object Answer, bool IsGood) Answer(string text, Func<string, GuardPolicy, Verdict> judge, GuardLine defaults)
    {
        GuardLine? line;
        try
        {
            line = JsonSerializer.Deserialize<GuardLine>(text, CliJson.Options);
        }
        // A text with half a surrogate pair is an invalid operation to the reader.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (new { id = (JsonElement?)null, allowed = false, error = "This line is not a JSON object of the expected shape." }, false);
        }

        if (line is not { IsWhole: true, Sql: { } sql })
            return (new { id = line?.Id, allowed = false, error = "This line has no \"sql\", or a null in one of its lists." }, false);

        var policy = line.Policy(defaults);
        var started = Stopwatch.GetTimestamp();
        var verdict = judge(sql, policy);
        var micros = (long)Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        return (new { id = line.Id, allowed = verdict.IsAllowed, verdict.Refusals, verdict.Relations, verdict.Functions, micros }, true);
    }
}
