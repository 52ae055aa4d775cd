using DataAgent.Dictionary;
using DataAgent.Queries;
using DataAgent.Web.Shell;

namespace DataAgent.Web.Dictionary;

/// <summary>Says what to do when a project's schema could not be read.</summary>
internal static partial class DatabaseTrouble
{
    /// <returns>Null when the exception is about something else.</returns>
    public static string? Words(Exception exception) => exception switch
    {
        // Both carry our own sentences.
        DictionaryException or ProjectDatabaseException => exception.Message,
        TimeoutException or IOException => "The project's database did not answer in time. Check that it is running, then try again.",
        _ => null,
    };

    /// <summary>The answer, or problem details that say why the schema could not be read.</summary>
    public static async Task<IResult> AnswerAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (DictionaryException e) when (e.Fault == DictionaryFault.NotAllowed)
        {
            return Problems.NotPermitted(e.Message);
        }
        catch (Exception e) when (Words(e) is { } words)
        {
            return Problems.Unreachable(words);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dictionary of project {Slug} could not be read.")]
    public static partial void LogUnread(ILogger logger, string slug, Exception exception);
}
