using DataAgent.Dictionary;
using DataAgent.Web.Projects;
using DataAgent.Web.Shell;

namespace DataAgent.Web.Dictionary;

internal static class DictionaryEndpoints
{
    public static void MapDictionary(this RouteGroupBuilder project) =>
        project.MapGet("/dictionary", async (HttpContext http, DictionaryStore dictionaries, CancellationToken cancellationToken) =>
        {
            try
            {
                return Results.Ok((await dictionaries.GetAsync(http.Member(), cancellationToken)).ToShow());
            }
            catch (Exception e) when (DatabaseTrouble.Words(e) is { } words)
            {
                return Problems.Unreachable(words);
            }
        });
}
