using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.SqlGuard;
using DataAgent.SqlGuard.Rules;

namespace DataAgent.Queries;

/// <summary>What a person may write in a project: its tables with their columns, and the functions that the guard lets pass.</summary>
/// <remarks>An offer, no judgement: what is written is judged when it runs.</remarks>
public sealed record SqlVocabulary(IReadOnlyList<TableInfo> Tables, IReadOnlyList<string> Functions)
{
    /// <returns>Null for a member who may not write SQL.</returns>
    /// <exception cref="DictionaryException">There is no dictionary yet, and the schema cannot be read.</exception>
    public static async Task<SqlVocabulary?> FindAsync(Member member, DictionaryStore dictionaries, CancellationToken cancellationToken)
    {
        if (!member.MayRunSql)
            return null;
        var dictionary = await dictionaries.GetAsync(member, cancellationToken);
        return new(dictionary.Tables, FunctionsOf(member.Project, dictionary));
    }

    private static List<string> FunctionsOf(Project project, DataDictionary dictionary)
    {
        var policy = PolicyBuilder.Build(project, dictionary);
        var hidden = policy.Catalog!.ShadowingFunctions;
        var ofExtensions = dictionary.Extensions.Where(e => e.IsOn).SelectMany(e => KnownExtensions.Find(e.Name)?.Functions ?? (IEnumerable<string>)[]);
        var own = policy.ExtraFunctions.Where(name => AllowedFunction.Find(name) is { IsOperator: false });
        return [.. BuiltInFunctions.Names.Concat(ofExtensions).Where(name => !hidden.Contains(name)).Concat(own).Distinct().Order(StringComparer.Ordinal)];
    }
}
