using DataAgent.SavedQueries;

namespace DataAgent.Web.SavedQueries;

/// <summary>A place <c>:name</c> of a text in a form, with what a person says of it.</summary>
public sealed class ParameterRow(string name)
{
    public string Name { get; } = name;

    /// <summary>Null: it is no parameter but part of the SQL, such as the end of a slice, <c>list[1:n]</c>.</summary>
    public ParameterType? Type { get; set; } = ParameterType.Text;

    public string Value { get; set; } = "";

    public QueryParameter? Parameter => Type is { } type ? new(Name, type) : null;

    /// <summary>Those of a text; what was said of a name that is still there stays.</summary>
    public static IReadOnlyList<ParameterRow> Of(string sql, IReadOnlyList<ParameterRow> before) =>
        [.. QueryParameter.NamesIn(sql).Select(name => before.FirstOrDefault(row => row.Name == name) ?? new ParameterRow(name))];

    public static IReadOnlyList<QueryParameter> Parameters(IEnumerable<ParameterRow> rows) => [.. rows.Select(row => row.Parameter).OfType<QueryParameter>()];

    public static Dictionary<string, string?> Values(IEnumerable<ParameterRow> rows) =>
        rows.Where(row => row.Type is not null).ToDictionary(row => row.Name, row => (string?)row.Value);
}
