using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Dictionary;
using DataAgent.Queries;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Cli;

/// <summary>A command cannot do what was asked. The message is ours and goes to standard error as it is.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);

/// <summary>The same for values that can never be right, whatever the platform holds.</summary>
internal sealed class WrongUsageException(string message) : Exception(message);

/// <summary>The one place where what broke becomes a sentence.</summary>
internal static class CliErrors
{
    /// <returns>Null: a bug of ours, which shall show itself.</returns>
    public static string? Explain(Exception exception) => exception switch
    {
        CommandFailedException or WrongUsageException or PlatformStartException or CredentialException or ProjectDatabaseException
            or DictionaryException => exception.Message,
        IOException => "The output was closed before everything was written.",
        OperationCanceledException => "Stopped.",
        PostgresException e => $"PostgreSQL refused ({e.SqlState}): {e.MessageText}.",
        NpgsqlException => "The database cannot be reached. Check that it runs, and the connection's host, port and TLS.",
        DbUpdateException { InnerException: NpgsqlException inner } => Explain(inner),
        _ => null,
    };
}
