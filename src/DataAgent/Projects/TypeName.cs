using System.Text.RegularExpressions;

namespace DataAgent.Projects;

/// <summary>Names of types as people write them, against <c>format_type</c>, which has one name for each.</summary>
internal static partial class TypeName
{
    private static readonly Dictionary<string, string> Standard = new()
    {
        ["int"] = "integer",
        ["int4"] = "integer",
        ["int2"] = "smallint",
        ["int8"] = "bigint",
        ["bool"] = "boolean",
        ["float"] = "double precision",
        ["float8"] = "double precision",
        ["float4"] = "real",
        ["decimal"] = "numeric",
        ["varchar"] = "character varying",
        ["char"] = "character",
        ["bpchar"] = "character",
        ["varbit"] = "bit varying",
        ["time"] = "time without time zone",
        ["timetz"] = "time with time zone",
        ["timestamp"] = "timestamp without time zone",
        ["timestamptz"] = "timestamp with time zone",
    };

    private static readonly HashSet<string> SeveralWords = [.. Standard.Values.Where(name => name.Contains(' '))];

    /// <summary>Blanks, case, modes (<c>VARIADIC</c>), lengths (<c>numeric(10, 2)</c>) and array bounds do not matter.</summary>
    public static string Normalise(string argument)
    {
        var text = Quoted().Replace(argument, m => m.Groups["name"].Success ? m.Value : m.Value.ToLowerInvariant());
        text = Blanks().Replace(Length().Replace(text, " "), " ").Trim();
        return Mode().Replace(Bounds().Replace(text, "[]"), "");
    }

    /// <param name="written">Normalised; the argument's own name may stand in front.</param>
    /// <param name="type">As <c>format_type</c> writes it.</param>
    public static bool Means(string written, string type, string schema)
    {
        if (Is(written, type, schema))
            return true;
        var named = SeveralWords.Contains(Base(written)) ? null : Named().Match(written);
        return named is { Success: true } && Is(named.Groups["type"].Value, type, schema);
    }

    private static bool Is(string written, string type, string schema)
    {
        var plain = Prefix().Replace(written, "");
        var name = Standard.GetValueOrDefault(Base(plain), Base(plain)) + (plain.EndsWith("[]", StringComparison.Ordinal) ? "[]" : "");
        return name == type || name == $"{Dictionary.SqlName.Of(schema)}.{type}";
    }

    private static string Base(string type) => type.EndsWith("[]", StringComparison.Ordinal) ? type[..^2] : type;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("""(?<name>"(?:[^"]|"")*")|[^"]+""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\(\s*[0-9]+\s*(,\s*-?[0-9]+\s*)?\)")]
    private static partial Regex Length();

    [GeneratedRegex(@"\s*(\[\s*[0-9]*\s*\]\s*)+\z")]
    private static partial Regex Bounds();

    [GeneratedRegex("^(in|inout|variadic) (?=.)")]
    private static partial Regex Mode();

    [GeneratedRegex("""^("(?:[^"]|"")*"|[^\s"]+) (?<type>.+)\z""")]
    private static partial Regex Named();

    [GeneratedRegex(@"^pg_catalog\.")]
    private static partial Regex Prefix();
}
