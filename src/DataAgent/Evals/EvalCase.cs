using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataAgent.Evals;

/// <summary>A question whose right answer is known.</summary>
/// <param name="Question">As a member would ask it.</param>
/// <param name="Sql">Reference SQL, whose rows are the right answer. Either this or <paramref name="Rows"/>, unless it is to be refused.</param>
/// <param name="Rows">The right rows themselves, each an array of text, numbers, true, false or null.</param>
/// <param name="Ordered">The rows must come in this order.</param>
/// <param name="Refuse">Nothing may be read: the answer must not hold a table.</param>
/// <param name="Before">Questions asked first in the same conversation.</param>
/// <param name="MaxSeconds">Longer is too slow; null: as long as it takes.</param>
/// <param name="Tolerance">How far a number may be off, as a part of the wanted one.</param>
public sealed record EvalCase(
    string Question, string? Sql = null, IReadOnlyList<string?[]>? Rows = null, bool Ordered = false, bool Refuse = false,
    IReadOnlyList<string>? Before = null, double? MaxSeconds = null, double Tolerance = EvalCase.UsualTolerance)
{
    /// <summary>Covers what divisions and averages round differently, and no cent of a million.</summary>
    public const double UsualTolerance = 1e-9;
}

/// <summary>A file of cases: one JSON object a line; lines that are empty or begin with # do not count.</summary>
public static class EvalFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new CellConverter() },
    };

    /// <exception cref="FormatException">A line is wrong; the message names it and says why.</exception>
    public static IReadOnlyList<EvalCase> Read(IEnumerable<string> lines)
    {
        List<EvalCase> cases = [];
        foreach (var (line, i) in lines.Select((line, i) => (line.Trim(), i)))
            if (line.Length > 0 && line[0] != '#')
                cases.Add(Read(line, i + 1));
        return cases.Count > 0 ? cases : throw new FormatException("The file holds no case. Write one JSON object a line, such as {\"question\": \"…\", \"sql\": \"select …\"}.");
    }

    private static EvalCase Read(string line, int number)
    {
        try
        {
            var one = JsonSerializer.Deserialize<EvalCase>(line, Json)!;
            return Problem(one) is { } problem ? throw new FormatException($"Line {number}: {problem}") : one;
        }
        catch (JsonException e)
        {
            throw new FormatException($"Line {number} cannot be read: {e.Message.Split(" Path:")[0]}", e);
        }
    }

    private static string? Problem(EvalCase one) => one switch
    {
        { Question: null or "" } => "question is missing.",
        { Refuse: true, Sql: null, Rows: null } => null,
        { Refuse: true } => "what is to be refused has neither sql nor rows.",
        { Sql: null, Rows: null } => "give sql or rows, or \"refuse\": true.",
        { Sql: not null, Rows: not null } => "give sql or rows, not both.",
        { Rows: { Count: > 0 } rows } when rows.Any(row => row.Length == 0 || row.Length != rows[0].Length) => "all rows must have as many cells.",
        { Tolerance: < 0 or > 1 } => "tolerance is a part of the wanted number, from 0 to 1.",
        { MaxSeconds: <= 0 } => "max_seconds must be more than 0.",
        _ => null,
    };

    /// <summary>Cells as PostgreSQL writes them.</summary>
    private sealed class CellConverter : JsonConverter<string?[]>
    {
        public override string?[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException("A row is an array of cells.");
            List<string?> cells = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                cells.Add(reader.TokenType switch
                {
                    JsonTokenType.Null => null,
                    JsonTokenType.True => "t",
                    JsonTokenType.False => "f",
                    JsonTokenType.String => reader.GetString(),
                    JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
                    _ => throw new JsonException("A cell is text, a number, true, false or null."),
                });
            return [.. cells];
        }

        public override void Write(Utf8JsonWriter writer, string?[] value, JsonSerializerOptions options) => JsonSerializer.Serialize<IEnumerable<string?>>(writer, value, options);
    }
}
