using Microsoft.Extensions.Logging.Console;

namespace DataAgent.Web.Shell;

internal static class QuietConsole
{
    /// <summary>Logs go to standard error, so that standard output holds the sign-in link alone; frameworks speak from warnings on.</summary>
    public static void AddQuietConsole(this ILoggingBuilder logging)
    {
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        // What a statement of ours failed with reaches whoever asked, who handles or logs it: a slug that is taken is no failure of the platform.
        logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical).AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.Critical);
        // A start that fails ends with a sentence of our own; the host's stack trace would bury it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }
}
