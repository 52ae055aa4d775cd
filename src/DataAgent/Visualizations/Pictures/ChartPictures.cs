using DataAgent.Projects;

namespace DataAgent.Visualizations.Pictures;

/// <summary>Draws stored charts for members. Two at a time: the largest picture takes 64 MB while it is drawn.</summary>
public sealed class ChartPictures(ChartStore charts) : IDisposable
{
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <returns>A PNG; null when there is no such chart, or it is not the member's to see.</returns>
    /// <exception cref="ArgumentException"><see cref="PictureOptions.Check"/> has something to say.</exception>
    /// <exception cref="OperationCanceledException">Whoever asked has left; what waits or is being drawn is given up.</exception>
    public async Task<byte[]?> DrawAsync(Member member, Guid chartId, PictureOptions options, CancellationToken cancellationToken)
    {
        return await charts.FindContentAsync(member, chartId, cancellationToken) is { } content
            ? await DrawAsync(content, options, cancellationToken)
            : null;
    }

    /// <inheritdoc cref="DrawAsync(Member, Guid, PictureOptions, CancellationToken)"/>
    public Task<byte[]> DrawAsync(ChartDraft.Ready draft, PictureOptions options, CancellationToken cancellationToken) =>
        DrawAsync(draft.Content, options, cancellationToken);

    private async Task<byte[]> DrawAsync(ChartContent content, PictureOptions options, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => ChartPicture.Draw(content, options, cancellationToken), cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
