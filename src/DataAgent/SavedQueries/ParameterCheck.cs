using DataAgent.Projects;

namespace DataAgent.SavedQueries;

/// <summary>What is wrong with a query to be saved, or with the values it shall run with.</summary>
internal static class ParameterCheck
{
    public static List<FieldError> OfDraft(SavedQueryDraft draft)
    {
        List<FieldError> errors = [];
        void Need(bool holds, string field, string message)
        {
            if (!holds)
                errors.Add(new(field, message));
        }

        Need(draft.Name.Trim().Length is >= 1 and <= 100 && !draft.Name.Contains('\0'), "name", "Give the query a name of at most 100 characters.");
        Need(draft.Description.Length <= 2000 && !draft.Description.Contains('\0'), "description", "Keep the description under 2,000 characters.");
        Need(draft.Sql.Trim().Length > 0 && !draft.Sql.Contains('\0'), "sql", "Give one SELECT.");
        Need(draft.Parameters.Count <= 20, "parameters", "A query has at most 20 parameters.");
        Need(draft.Parameters.All(p => p.HasName && Enum.IsDefined(p.Type)), "parameters", "Name parameters with lower-case letters, digits and underscores, at most 40.");
        Need(draft.Parameters.DistinctBy(p => p.Name).Count() == draft.Parameters.Count, "parameters", "Two parameters have one name.");
        if (errors.Count > 0)
            return errors;
        var used = Placeholders.Find(draft.Sql).Select(p => p.Name).ToHashSet();
        foreach (var parameter in draft.Parameters.Where(p => !used.Contains(p.Name)))
            errors.Add(new("parameters", $"The SQL does not use :{parameter.Name}. Write it there, or leave the parameter out."));
        return errors;
    }

    public static List<FieldError> OfValues(IReadOnlyList<QueryParameter> parameters, IReadOnlyDictionary<string, string?> values)
    {
        List<FieldError> errors = [];
        foreach (var parameter in parameters)
        {
            var problem = values.GetValueOrDefault(parameter.Name) is { } value ? parameter.Problem(value) : "Give a value.";
            if (problem is not null)
                errors.Add(new(parameter.Name, problem));
        }

        errors.AddRange(values.Keys.Where(name => parameters.All(p => p.Name != name)).Select(name => new FieldError(name, $"The query has no parameter {name}.")));
        return errors;
    }
}
