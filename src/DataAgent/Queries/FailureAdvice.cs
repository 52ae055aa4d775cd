using System.Net.Sockets;
using System.Security.Authentication;
using DataAgent.Projects;
using Npgsql;

namespace DataAgent.Queries;

/// <summary>What to do about an error of a customer's database, in our words.</summary>
internal static class FailureAdvice
{
    // Also the answer to a closed port, a wrong name or a firewall: told apart, they would let a person scan a network.
    private const string UnreachableText = "The project's database cannot be reached. Try again in a moment; if it stays like this, ask a project admin to check the connection.";

    /// <summary>Is it the database or the way to it that failed, and not our code?</summary>
    public static bool IsOfDatabase(Exception e) => e is NpgsqlException or SocketException or IOException or TimeoutException or ProjectDatabaseException;

    public static ProjectDatabaseException Unreachable(Exception? cause) => new(null, UnreachableText, cause);

    public static ProjectDatabaseException Busy() =>
        new(PostgresErrorCodes.TooManyConnections, "Other queries of this project are still running. Try again when they are done.");

    public static ProjectDatabaseException Stuck(int count) => new(
        PostgresErrorCodes.TooManyConnections,
        $"Busy: {count} {(count == 1 ? "query" : "queries")} of this project that PostgreSQL does not stop. Try again in a moment; if it stays like this, "
        + "ask a project admin to run the doctor and end them on the database server.");

    public static ProjectDatabaseException RowTooLong(int maxBytes) => new(
        PostgresErrorCodes.ProgramLimitExceeded,
        $"A row has more than {maxBytes / (1024 * 1024)} MB of text. Leave out its longest column, or export only its start with left(column, 1000).");

    public static ProjectDatabaseException ForConnection(Exception e) => e switch
    {
        ProjectDatabaseException known => known,
        PostgresException error when Connection(error) is { } advice => new ProjectDatabaseException(error.SqlState, advice, e),
        _ => Tls(e) ?? Unreachable(e),
    };

    private static ProjectDatabaseException? Tls(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is ProjectDatabaseException ours)
                return ours;
            if (cause is AuthenticationException)
                return new(null, "The database server and the platform agree on no form of TLS. Ask who runs the server to allow TLS 1.2 or newer.", e);
        }

        // The driver has no type of its own for it.
        return e.Message.StartsWith("SSL connection requested", StringComparison.Ordinal)
            ? new(null, "The database server offers no TLS, which the project's connection demands. Ask who runs the server to turn TLS on.", e)
            : null;
    }

    /// <param name="given">The asker's text.</param>
    /// <param name="judged">The part of it that was sent.</param>
    public static QueryOutcome.Failed For(Exception e, Project project, string given, string judged, TimeSpan elapsed) => e switch
    {
        ProjectDatabaseException known => new(known.SqlState, known.Message),
        TimeoutException => new(PostgresErrorCodes.QueryCanceled, TooLong(project)),
        PostgresException error => new(error.SqlState, Of(error, project, elapsed), Position(error, given, judged)),
        _ => new(null, UnreachableText),
    };

    private static string Of(PostgresException error, Project project, TimeSpan elapsed) => error.SqlState switch
    {
        PostgresErrorCodes.QueryCanceled => elapsed < TimeSpan.FromSeconds(project.MaxQueryTimeoutSeconds)
            ? "The query was cancelled on the database server. Run it again, or ask a project admin who cancels queries there."
            : TooLong(project),
        PostgresErrorCodes.LockNotAvailable => "A table is locked by a change that is under way. Try again in a moment.",
        PostgresErrorCodes.UndefinedTable => $"{Quote(error)} Use a table of the dictionary; if it is new, refresh the dictionary.",
        PostgresErrorCodes.UndefinedColumn => $"{Quote(error)}{Hint(error)} Look up the table's columns in the dictionary; names with capitals need double quotes.",
        PostgresErrorCodes.AmbiguousColumn => $"{Quote(error)} Write the table's name or alias in front of the column.",
        PostgresErrorCodes.UndefinedFunction => $"{Quote(error)} The name or the types of the arguments do not fit; add a cast, such as ::numeric or ::date.",
        PostgresErrorCodes.GroupingError => $"{Quote(error)} Put the column into GROUP BY or into an aggregate.",
        PostgresErrorCodes.DatatypeMismatch => $"{Quote(error)} Cast both sides to the same type.",
        PostgresErrorCodes.DivisionByZero => "A divisor is zero. Write nullif(divisor, 0) to get an empty value there.",
        PostgresErrorCodes.NumericValueOutOfRange => $"{Quote(error)} Cast to numeric or bigint before calculating.",
        PostgresErrorCodes.InvalidTextRepresentation or PostgresErrorCodes.InvalidDatetimeFormat or PostgresErrorCodes.DatetimeFieldOverflow =>
            $"{Quote(error)} Some value does not fit the type; filter such values out before the cast.",
        PostgresErrorCodes.InsufficientPrivilege => "The project's database role may not read this. It is hidden, not empty: ask a project admin if you need it.",
        PostgresErrorCodes.ReadOnlySqlTransaction => "The query tried to change data. Queries can only read.",
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.ConfigurationLimitExceeded or PostgresErrorCodes.ProgramLimitExceeded or PostgresErrorCodes.StatementTooComplex =>
            "The query needs more memory or disk than the database server gives. Filter or aggregate more, or join fewer tables.",
        _ => Connection(error) ?? OfClass(error),
    };

    private static string? Connection(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "The project's database refused the login. Ask a project admin to re-enter the user and the password.",
        PostgresErrorCodes.InvalidCatalogName => "The project's database does not exist on its server. Ask a project admin to check its name.",
        PostgresErrorCodes.TooManyConnections => "The database server has no free connections. Try again in a moment.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
            "The database server is restarting. Try again in a moment.",
        PostgresErrorCodes.InsufficientPrivilege => "The project's role may not connect to its database. Ask a project admin to grant it CONNECT.",
        _ => null,
    };

    private static string OfClass(PostgresException error) => error.SqlState.AsSpan(0, Math.Min(2, error.SqlState.Length)) switch
    {
        "08" => UnreachableText,
        "22" or "42" or "0A" or "21" or "2B" or "P0" => $"{Quote(error)} Correct the SQL and run it again.",
        "53" => "The database server is short of resources. Try again in a moment, or filter and aggregate more.",
        _ => $"The database could not run this (error {error.SqlState}). Change the query, or ask a project admin to look at the database's log.",
    };

    private static string TooLong(Project project) =>
        $"The query took longer than {project.MaxQueryTimeoutSeconds} s and was stopped. Filter by time or another column, aggregate, or read fewer tables.";

    private static string Quote(PostgresException error)
    {
        var text = error.MessageText.Trim().TrimEnd('.');
        return $"PostgreSQL says: {(text.Length <= 300 ? text : text[..300] + "…")}.";
    }

    private static string Hint(PostgresException error) =>
        error.Hint is { Length: > 0 and <= 300 } hint ? $" {hint.Trim().TrimEnd('.')}." : "";

    /// <summary>PostgreSQL counts characters from 1 in what was sent; the asker's text counts UTF-16 units from 0.</summary>
    internal static int Position(PostgresException error, string given, string judged)
    {
        var characters = error.Position - 1 - ReadOnlyReader.Prefix.Length;
        var start = given.IndexOf(judged, StringComparison.Ordinal);
        if (error.Position == 0 || characters < 0 || start < 0)
            return -1;

        var index = 0;
        for (; characters > 0 && index < judged.Length; characters--)
            index += char.IsSurrogatePair(judged, index) ? 2 : 1;
        return characters > 0 ? -1 : start + index;
    }
}
