using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAgent.Conversations;

/// <summary>Waits for our own database to come back after a restart or a broken connection. Only for work that may be done twice.</summary>
internal static class Patience
{
    /// <summary>How long work waits that no setting says otherwise of.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    public static async Task<T> RetryAsync<T>(Func<Task<T>> work, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (IsPassing(e) && time.GetElapsedTime(started) < patience)
            {
                await Task.Delay(_pause, time, cancellationToken);
            }
        }
    }

    /// <remarks>EF Core puts what the driver says of a change into an exception of its own.</remarks>
    public static bool IsPassing(Exception e) => e switch
    {
        NpgsqlException { IsTransient: true } or NpgsqlException { InnerException: IOException or SocketException } => true,
        PostgresException postgres when IsRestarting(postgres) => true,
        DbUpdateException { InnerException: NpgsqlException inner } => IsPassing(inner),
        _ => false,
    };

    /// <summary>The server itself says that it stops, crashed, or starts.</summary>
    public static bool IsRestarting(Exception e) =>
        e is PostgresException
        {
            SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
        };
}
