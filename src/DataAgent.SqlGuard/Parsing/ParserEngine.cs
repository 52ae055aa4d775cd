using System.Collections.Concurrent;
using Wasmtime;

namespace DataAgent.SqlGuard.Parsing;

/// <summary>The compiled parser, a pool of running copies of it, and the clock that stops one that takes too long.</summary>
/// <remarks>
/// A copy reserves 128 MB of address space and touches some 10 MB of it, so there are never more than a few. It is rented for
/// one text; one that failed or grew is not put back, so no hostile text leaves anything behind for the next.
/// </remarks>
internal sealed class ParserEngine : IDisposable
{
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly Engine _engine;
    private readonly Module _module;
    private readonly ConcurrentBag<Guest> _idle = [];
    private readonly SemaphoreSlim _permits = new(Math.Max(2, Environment.ProcessorCount));
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _clock;

    public ParserEngine(string? cacheDirectory)
    {
        // More than 2 MiB of guest stack aborts the process; 512 KiB is enough for every statement that a person writes, and
        // the trap comes long before the guest's own stack in its memory could overflow.
        _engine = new Engine(new Config().WithEpochInterruption(true).WithMaximumStackSize(512 << 10));
        _module = ParserModule.Load(_engine, cacheDirectory);

        // A thread of its own: a timer would wait for the thread pool, which callers may have filled.
        _clock = new Thread(() =>
        {
            while (!_stop.Wait(Tick))
                _engine.IncrementEpoch();
        })
        { IsBackground = true, Name = "SQL parser clock" };
        _clock.Start();
    }

    /// <exception cref="WasmtimeException">It ran out of time, stack or memory.</exception>
    public GuestResult Parse(ReadOnlySpan<byte> sql)
    {
        _permits.Wait();
        try
        {
            if (!_idle.TryTake(out var guest))
                guest = new Guest(_engine, _module);
            var reusable = false;
            try
            {
                var result = guest.Parse(sql);
                reusable = !guest.HasGrown;
                return result;
            }
            finally
            {
                if (reusable)
                    _idle.Add(guest);
                else
                    guest.Dispose();
            }
        }
        finally
        {
            _permits.Release();
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _clock.Join();
        while (_idle.TryTake(out var guest))
            guest.Dispose();
        _module.Dispose();
        _engine.Dispose();
        _permits.Dispose();
        _stop.Dispose();
    }
}
