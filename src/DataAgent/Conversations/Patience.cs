using System.Net.Sockets;
using Npgsql;

namespace DataAgent.Conversations;

/// <summary>Waits for our own database to come back after a restart or a broken connection. Only for work that may be done twice.</summary>
internal static class Patience
{
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
            catch (NpgsqlException e) when (IsPassing(e) && time.GetElapsedTime(started) < patience)
            {
                await Task.Delay(_pause, time, cancellationToken);
            }
        }
    }

    public static bool IsPassing(NpgsqlException e) =>
        e.IsTransient || e.InnerException is IOException or SocketException || e is PostgresException { SqlState: "57P01" or "57P02" or "57P03" };
}
