namespace DataAgent.Embedded;

/// <summary>Held for the moment of starting or stopping, by one process. The kernel frees it when its process dies.</summary>
internal static class StartLock
{
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(15);

    public static async Task<FileStream> TakeAsync(string path, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(EmbeddedPostgres.Patience);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!deadline.IsCancellationRequested)
            {
                await Task.Delay(_retry, cancellationToken);
            }
            catch (IOException e)
            {
                throw new EmbeddedPostgresException($"Another process has been starting or stopping PostgreSQL for minutes (it holds {path}). End that process and try again.", e);
            }
        }
    }
}
