using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.SqlGuard;
using DataAgent.SqlGuard.Rules;

namespace DataAgent.Queries;

/// <summary>Which names a project's list of functions opens.</summary>
/// <remarks>
/// The guard sees names, and which of several functions a call means depends on the types of its arguments. So a name is open only when
/// every function it can mean is listed; one that is added later closes it again.
/// </remarks>
/// <param name="Open">Names that may be called.</param>
/// <param name="Closed">Names on the list that may not, with why. The sentences name no types: one may be a hidden table.</param>
internal sealed record OpenNames(IReadOnlySet<string> Open, IReadOnlyDictionary<string, string> Closed)
{
    public static OpenNames Of(IEnumerable<string> allowed, string schema, SignatureIndex index)
    {
        var (open, closed) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var listed in allowed.Select(AllowedFunction.Find).OfType<AllowedFunction>().GroupBy(f => f.Name))
        {
            if (WhyClosed(listed.Key, [.. listed], schema, index.Of(listed.First())) is { } why)
                closed.Add(listed.Key, why);
            else
                open.Add(listed.Key);
        }

        return new OpenNames(open, closed);
    }

    /// <summary>Those of <paramref name="found"/> that no entry stands for. A name alone stands for the only one of its name.</summary>
    public static IEnumerable<Signature> Unlisted(IReadOnlyList<AllowedFunction> listed, string schema, IReadOnlyList<Signature> found) =>
        found.Where(one => !listed.Any(entry => entry.Arguments is null ? found.Count == 1 : entry.Fits(one.Arguments, schema)));

    private static string? WhyClosed(string name, IReadOnlyList<AllowedFunction> listed, string schema, IReadOnlyList<Signature> found)
    {
        var kind = listed[0].IsOperator ? "operator" : "function";
        if (found.Count == 0)
            return $"This project allows the {kind} {name}, but its schema has none of that name. Ask an admin to correct the list.";
        if (found.FirstOrDefault(one => one.Extension is not null) is { } member)
            return $"The {kind} {name} belongs to the extension {member.Extension}; only functions of the project's own can be allowed one by one. Leave it out.";
        if (!listed[0].IsOperator && found.Any(one => one.HasBuiltIn) && !BuiltInFunctions.IsAllowed(name))
            return $"PostgreSQL has a function {name} of its own, which is not allowed and would come first. Ask an admin to give the project's function another name.";
        return Unlisted(listed, schema, found).Any()
            ? $"There are several {kind}s {name}, and this project does not allow all of them. Ask an admin to list each with the types of its arguments, or to leave it out."
            : null;
    }
}

/// <summary>The functions and operators of a dictionary by name, without those that an extension that is on opens anyway.</summary>
internal sealed class SignatureIndex(
    IReadOnlyList<Signature> functions, IReadOnlyList<Signature> operators, IReadOnlyList<InstalledExtension> extensions)
{
    private readonly ILookup<string, Signature> _functions =
        functions.Where(one => !IsOpen(one, extensions, known => known.Functions)).ToLookup(one => one.Name);

    private readonly ILookup<string, Signature> _operators =
        operators.Where(one => !IsOpen(one, extensions, known => known.Operators)).ToLookup(one => one.Name);

    public IEnumerable<string> FunctionNames => _functions.Select(f => f.Key);
    public IEnumerable<string> OperatorNames => _operators.Select(o => o.Key);

    public IReadOnlyList<Signature> Of(AllowedFunction entry) => [.. (entry.IsOperator ? _operators : _functions)[entry.Name]];

    private static bool IsOpen(Signature one, IReadOnlyList<InstalledExtension> extensions, Func<KnownExtension, IReadOnlySet<string>> names) =>
        one.Extension is { } extension && extensions.Any(e => e.Name == extension && e.IsOn)
        && KnownExtensions.Find(extension) is { } known && names(known).Contains(one.Name);
}
