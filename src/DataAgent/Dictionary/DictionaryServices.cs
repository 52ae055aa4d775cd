using DataAgent.Dictionary.Notes;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Dictionary;

public static class DictionaryServices
{
    /// <summary>Needs an <see cref="Projects.ProjectConnector"/>, a <see cref="TimeProvider"/> and the platform's database.</summary>
    public static IServiceCollection AddDictionary(this IServiceCollection services) => services
        .AddSingleton<DictionaryStore>()
        .AddSingleton<DictionaryNotes>();
}
