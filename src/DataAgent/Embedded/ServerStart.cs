using System.Net;
using System.Net.Sockets;

namespace DataAgent.Embedded;

/// <summary>Brings the server of a data folder to "ready": adopts one that runs, or starts it.</summary>
internal sealed class ServerStart(ServerFolder folder, ServerPrograms programs, string data, EmbeddedPostgresOptions options)
{
    private const int Attempts = 3;
    private const long LogLimit = 10 << 20;

    private string Log => Path.Combine(data, "server.log");

    public async Task<Postmaster> RunAsync(CancellationToken cancellationToken)
    {
        if (await AdoptAsync(cancellationToken) is { } running)
            return running;

        Postmaster.ForgetDead(data);
        if (new FileInfo(Log) is { Exists: true, Length: > LogLimit })
            File.Move(Log, $"{Log}.old", overwrite: true);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await StartAsync(ChoosePort(attempt), cancellationToken) is { } started)
            {
                await File.WriteAllTextAsync(folder.Port, started.Port.ToString(), cancellationToken);
                return started;
            }
        }

        throw new EmbeddedPostgresException($"PostgreSQL {programs.Major} did not start. {Log} says why; its last lines:\n{LastLines()}");
    }

    /// <summary>A server that outlived a crashed process, or that another process started; null when it stops or none runs.</summary>
    private async Task<Postmaster?> AdoptAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(EmbeddedPostgres.Patience);
        while (Postmaster.Find(data) is { } running)
        {
            if (running.IsReady)
                return running;
            if (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                throw new EmbeddedPostgresException($"PostgreSQL (process {running.Pid}) has not become ready for minutes. {Log} says why.");
            await Task.Delay(EmbeddedPostgres.Pause, cancellationToken);
        }

        return null;
    }

    private async Task<Postmaster?> StartAsync(int port, CancellationToken cancellationToken)
    {
        var settings = string.Join(' ', Settings(port).Select(s => $"-c '{s.Key}={s.Value.Replace("'", "'\\''")}'"));
        // pg_ctl puts the server in a session of its own, so Ctrl+C in our terminal does not stop it under us.
        // It looks only ten times a second whether the server is ready: the file tells sooner. It is left to finish,
        // for killing it in that moment would kill the server, its child.
        var pgCtl = Tool.RunAsync(programs.PgCtl, ["start", "-w", "-t", $"{EmbeddedPostgres.Patience.TotalSeconds:0}", "-D", data, "-l", Log, "-o", settings], folder.Account.Name, CancellationToken.None);
        while (!pgCtl.IsCompleted)
        {
            if (Postmaster.Find(data) is { IsReady: true } ready)
                return ready;
            await Task.Delay(EmbeddedPostgres.Pause, cancellationToken);
        }

        await pgCtl;
        return Postmaster.Find(data) is { IsReady: true } server ? server : null;
    }

    private Dictionary<string, string> Settings(int port)
    {
        var settings = new Dictionary<string, string>
        {
            ["port"] = port.ToString(),
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = "",
            ["max_connections"] = "200",
            ["shared_buffers"] = "128MB",
            ["work_mem"] = "8MB",
            ["logging_collector"] = "off",
            // Above "error": SQL that people wrote does not end up in the log.
            ["log_min_messages"] = "log",
            ["log_checkpoints"] = "off",
        };
        if (!options.Durable)
        {
            settings["fsync"] = settings["synchronous_commit"] = settings["full_page_writes"] = "off";
            settings["wal_level"] = "minimal";
            settings["max_wal_senders"] = "0";
        }

        foreach (var (name, value) in options.Settings)
            settings[name] = value;
        return settings;
    }

    /// <summary>The port of the last time while it is free, since bookmarked connections and saved projects may name it.</summary>
    private int ChoosePort(int attempt)
    {
        if (attempt == 1 && File.Exists(folder.Port) && int.TryParse(File.ReadAllText(folder.Port), out var last) && TryBind(last) is { } same)
            return same;
        return TryBind(0)!.Value;
    }

    private static int? TryBind(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException) when (port != 0)
        {
            return null;
        }
    }

    private string LastLines() => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(5)) : "(there is no log)";
}
