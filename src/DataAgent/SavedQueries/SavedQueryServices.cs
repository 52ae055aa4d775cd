using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.SavedQueries;

public static class SavedQueryServices
{
    public static IServiceCollection AddSavedQueries(this IServiceCollection services) => services
        .AddSingleton<SavedQueryStore>()
        .AddSingleton<SchemaRefresh>();
}
