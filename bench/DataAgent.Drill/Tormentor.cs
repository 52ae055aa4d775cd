namespace DataAgent.Drill;

/// <summary>Does harm at random, a few seconds apart, and always leaves one replica that nobody harms.</summary>
/// <remarks>What it does follows from the seed; when, from the machine.</remarks>
internal sealed class Tormentor(Fleet fleet, Stage stage, Owners owners, TimeSpan lease, int seed, TimeProvider time, TextWriter output)
{
    /// <summary>Each once at the beginning, so that a short drill has seen all.</summary>
    private static readonly TormentKind[] _first =
        [TormentKind.Kill, TormentKind.Terminate, TormentKind.DatabaseCrash, TormentKind.Hold, TormentKind.DatabaseRestart];

    private static readonly TimeSpan _graceful = TimeSpan.FromSeconds(30);

    private readonly Random _random = new(seed);
    private readonly List<Torment> _done = [];
    private readonly List<Task> _mending = [];
    private readonly long _started = time.GetTimestamp();

    public IReadOnlyList<Torment> Done => _done;

    /// <summary>Processes that a SIGTERM did not end in time.</summary>
    public int Unwilling { get; private set; }

    /// <summary>Until <paramref name="enough"/>; returns when all that was broken works again.</summary>
    public async Task RunAsync(CancellationToken enough, CancellationToken cancellationToken)
    {
        for (var index = 0; !enough.IsCancellationRequested; index++)
        {
            var pause = TimeSpan.FromSeconds(2 + (_random.NextDouble() * 3));
            var (kind, choice) = (KindOf(index, _random.NextDouble()), _random.Next(1_000));
            var more = TimeSpan.FromSeconds(2 + (_random.NextDouble() * 2));
            await Task.Delay(pause, time, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!enough.IsCancellationRequested)
                await DoAsync(kind, choice, lease + more, enough, cancellationToken);
            if (_mending.Find(m => m.IsFaulted) is { } broken)
                await broken;
        }

        await Task.WhenAll(_mending);
    }

    private static TormentKind KindOf(int index, double chance) => index < _first.Length ? _first[index] : chance switch
    {
        < 0.40 => TormentKind.Kill,
        < 0.65 => TormentKind.Terminate,
        < 0.85 => TormentKind.Hold,
        _ => TormentKind.DatabaseRestart,
    };

    private async Task DoAsync(TormentKind kind, int choice, TimeSpan hold, CancellationToken enough, CancellationToken cancellationToken)
    {
        if (kind is TormentKind.DatabaseRestart or TormentKind.DatabaseCrash)
        {
            var (hit, at) = (owners.Live(), time.GetTimestamp());
            await stage.RestartDatabaseAsync(kind == TormentKind.DatabaseCrash ? "immediate" : "fast", cancellationToken);
            Note(new(kind, "the database", at, time.GetTimestamp(), hit));
            return;
        }

        Replica? replica;
        while ((replica = fleet.TakeOutOne(choice)) is null && !enough.IsCancellationRequested && !_mending.Exists(m => m.IsFaulted))
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        if (replica is null)
            return;
        var torment = new Torment(kind, replica.Name, time.GetTimestamp(), time.GetTimestamp(), owners.LiveOf(replica.Name));
        await replica.SignalAsync(kind switch { TormentKind.Kill => "KILL", TormentKind.Terminate => "TERM", _ => "STOP" });
        Note(torment);
        _mending.Add(kind == TormentKind.Hold ? LetGoAsync(replica, hold, cancellationToken) : StartAgainAsync(replica, cancellationToken));
    }

    private async Task LetGoAsync(Replica replica, TimeSpan hold, CancellationToken cancellationToken)
    {
        await Task.Delay(hold, time, cancellationToken);
        await replica.SignalAsync("CONT");
        replica.PutBack();
    }

    private async Task StartAgainAsync(Replica replica, CancellationToken cancellationToken)
    {
        var from = time.GetTimestamp();
        if (!await replica.WaitForEndAsync(_graceful, cancellationToken))
            Unwilling++;
        await replica.StartAsync(cancellationToken);
        output.WriteLine(
            $"{Now(),6:0.0} s  {replica.Name} is ready again, {time.GetElapsedTime(from).TotalSeconds:0.0} s after its end was asked for");
    }

    private double Now() => time.GetElapsedTime(_started).TotalSeconds;

    private void Note(Torment torment)
    {
        _done.Add(torment);
        output.WriteLine(
            $"{Now(),6:0.0} s  {Torment.Name(torment.Kind)}: {torment.Target}, {torment.Hit.Count} live runs hit");
    }
}
