using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DataAgent.SavedQueries;

public enum ParameterType { Text, Integer, Number, Date, Boolean }

/// <summary>A place in a saved query that a value is bound to, written <c>:name</c>.</summary>
/// <param name="Name">Lower-case letters, digits and underscores, at most 40.</param>
public sealed partial record QueryParameter(string Name, ParameterType Type)
{
    /// <summary>Null: no name, or none of the types.</summary>
    public static QueryParameter? Find(string? name, string? type) => (name, type) switch
    {
        (null, _) => null,
        (_, "text") => new(name, ParameterType.Text),
        (_, "integer") => new(name, ParameterType.Integer),
        (_, "number") => new(name, ParameterType.Number),
        (_, "date") => new(name, ParameterType.Date),
        (_, "boolean") => new(name, ParameterType.Boolean),
        _ => null,
    };

    /// <summary>What a text writes as <c>:name</c>, each once, in order.</summary>
    public static IReadOnlyList<string> NamesIn(string sql) => [.. Placeholders.Find(sql).Select(place => place.Name).Distinct()];

    public string PostgresType => Type switch
    {
        ParameterType.Integer => "bigint",
        ParameterType.Number => "numeric",
        ParameterType.Date => "date",
        ParameterType.Boolean => "boolean",
        _ => "text",
    };

    public bool HasName => NamePattern().IsMatch(Name);

    /// <summary>Null when the value may be bound, else a sentence. PostgreSQL reads it once more, as this type alone.</summary>
    public string? Problem(string value) => Type switch
    {
        ParameterType.Integer when !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => "Give a whole number.",
        ParameterType.Number when !NumberPattern().IsMatch(value) => "Give a number, such as 12.50.",
        ParameterType.Date when !DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) =>
            "Give a date as year-month-day, such as 2025-03-31.",
        ParameterType.Boolean when value is not ("true" or "false") => "Give true or false.",
        ParameterType.Text when value.Length > 10_000 || value.Contains('\0') || HasHalfCharacters(value) => "Give a text of at most 10,000 characters.",
        _ => null,
    };

    private static bool HasHalfCharacters(string value) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)) != value;

    [GeneratedRegex(@"^[a-z_][a-z0-9_]{0,39}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[+-]?[0-9]{1,200}(\.[0-9]{1,200})?\z")]
    private static partial Regex NumberPattern();
}
