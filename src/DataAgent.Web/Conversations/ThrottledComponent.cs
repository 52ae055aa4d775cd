using Microsoft.AspNetCore.Components;

namespace DataAgent.Web.Conversations;

/// <summary>Follows a turn: however many events arrive, it renders at most every 50 milliseconds.</summary>
public abstract class ThrottledComponent : ComponentBase, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private LiveTurn? _attached;
    private int _pending;
    private bool _disposed;

    [Parameter, EditorRequired] public LiveTurn Turn { get; set; } = null!;

    /// <summary>True: also renders when only text grew. False leaves that to a child, so that tables and charts are not compared at each tick.</summary>
    protected virtual bool FollowsText => false;

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_attached, Turn))
            return;
        Detach();
        _attached = Turn;
        Turn.Changed += OnChanged;
        if (FollowsText)
            Turn.TextChanged += OnChanged;
    }

    public void Dispose()
    {
        _disposed = true;
        Detach();
        GC.SuppressFinalize(this);
    }

    private void OnChanged()
    {
        if (!_disposed && Interlocked.Exchange(ref _pending, 1) == 0)
            _ = FlushAsync();
    }

    private async Task FlushAsync()
    {
        await Task.Delay(Pause);
        Volatile.Write(ref _pending, 0);
        if (_disposed)
            return;
        try
        {
            await InvokeAsync(StateHasChanged);
        }
        catch (ObjectDisposedException)
        {
            // The page was left between the check and the render.
        }
    }

    private void Detach()
    {
        if (_attached is null)
            return;
        _attached.Changed -= OnChanged;
        _attached.TextChanged -= OnChanged;
    }
}
