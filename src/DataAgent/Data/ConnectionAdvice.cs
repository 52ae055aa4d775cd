using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace DataAgent.Data;

/// <summary>Says in our own words why the database of ConnectionStrings__Platform cannot be used, and what to do.</summary>
internal static class ConnectionAdvice
{
    private const string Setting = "ConnectionStrings__Platform";

    /// <returns>Null: it is not about the connection.</returns>
    public static string? Find(string connectionString, Exception failure)
    {
        NpgsqlConnectionStringBuilder login;
        try
        {
            login = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return $"{Setting} is not a connection string. Write it as Host=db.example;Port=5432;Database=dataagent;Username=dataagent;Password=…";
        }

        var place = $"{login.Host}:{login.Port}";
        return failure switch
        {
            ArgumentException or InvalidOperationException when string.IsNullOrEmpty(login.Host) => $"{Setting} names no host: add Host=…",
            PostgresException e => OfServer(e.SqlState, login, place),
            NpgsqlException { InnerException: AuthenticationException } => $"The server at {place} has no certificate that can be trusted. Mend it, or set 'SSL Mode' in {Setting}.",
            NpgsqlException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } or SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } =>
                $"There is no host named '{login.Host}'. Mend Host in {Setting}.",
            NpgsqlException or SocketException or TimeoutException => $"No PostgreSQL answers at {place}. Start it, or mend Host and Port in {Setting}.",
            _ => null,
        };
    }

    private static string? OfServer(string sqlState, NpgsqlConnectionStringBuilder login, string place) => sqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"The server at {place} does not let '{login.Username}' in. Mend Username and Password in {Setting}.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"There is no database '{login.Database}' at {place}. Make it (createdb -O {login.Username} {login.Database}), or name another one in {Setting}.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"'{login.Username}' may not make tables in the database '{login.Database}' at {place}. Make it the owner: alter database \"{login.Database}\" owner to \"{login.Username}\".",
        PostgresErrorCodes.TooManyConnections => $"The server at {place} has no free connection. Raise its max_connections, or end sessions that are not needed.",
        PostgresErrorCodes.CannotConnectNow => $"The server at {place} is starting or stopping. Try again in a moment.",
        _ => null,
    };
}
