using System.Diagnostics;

namespace DataAgent.Embedded;

/// <summary>
/// A shell that outlives us. It reads a pipe that only we hold open: the end of the pipe is our end, a clean one or not.
/// Then it strikes our name off, and when no other live process needs the server it stops it.
/// </summary>
internal sealed class Watchdog
{
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' HUP INT QUIT TERM
        own=$1 users=$2 watchdogs=$3 data=$4

        # When process $1 started, as ProcessIdentity has it; fails when it is gone.
        started() {
            if [ -d /proc/self ]; then
                stat=$(cat "/proc/$1/stat") || return 1
                set -- ${stat##*) }
                case $1 in Z | X) return 1 ;; esac
                shift 19
                echo "$1"
            else
                ps -p "$1" && echo -
            fi
        }

        is_ours() {
            if [ -d /proc/self ]; then
                [ "/proc/$1/cwd" -ef "$data" ]
            else
                ps -o comm= -p "$1" | grep -q postgres
            fi
        }

        echo "$$ $(started $$ | tail -n 1)" >"$watchdogs/.$own" && mv "$watchdogs/.$own" "$watchdogs/$own"
        cat
        rm -f "$users/$own"

        for user in "$users"/*; do
            name=${user##*/}
            [ "$(started "${name%%-*}" | tail -n 1)" = "$(cat "$user" || echo gone)" ] && in_use=yes
        done

        pid=$(head -n 1 "$data/postmaster.pid")
        if [ -z "$in_use" ] && [ -n "$pid" ] && is_ours "$pid"; then
            kill -INT "$pid"
            rounds=0
            while started "$pid"; do
                sleep 0.02
                rounds=$((rounds + 1))
                [ $rounds -eq 1500 ] && kill -QUIT "$pid"
            done
        fi
        rm -f "$watchdogs/$own"
        """;

    private readonly Process _process;

    private Watchdog(Process process) => _process = process;

    public static Watchdog Start(ServerFolder folder, string registration, string data)
    {
        string[] shell = ["/bin/sh", "-c", Script, "dataagent-watchdog", registration, folder.Users, folder.Watchdogs, data];
        // A session of its own: a signal to our whole process group is not for the watchdog.
        var setsid = File.Exists("/usr/bin/setsid");
        return new Watchdog(Process.Start(Tool.Prepare(setsid ? "/usr/bin/setsid" : shell[0], setsid ? shell : shell[1..], null))!);
    }

    /// <summary>Lets it do its work and waits for the end of it.</summary>
    public async Task ReleaseAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    /// <summary>Waits for the watchdogs of dead processes, which may be stopping the server right now.</summary>
    public static async Task WaitForOrphansAsync(ServerFolder folder, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(EmbeddedPostgres.Patience);
        foreach (var name in ServerFolder.List(folder.Watchdogs))
        {
            var file = Path.Combine(folder.Watchdogs, name);
            while (IsAlive(file) && !Registration.IsAlive(folder, name))
            {
                if (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                    throw new EmbeddedPostgresException($"PostgreSQL in {folder.Path} has been stopping for minutes. Look at its log there, end it, and try again.");
                await Task.Delay(EmbeddedPostgres.Pause, cancellationToken);
            }

            if (!IsAlive(file))
                File.Delete(file);
        }
    }

    private static bool IsAlive(string file)
    {
        try
        {
            return File.ReadAllText(file).Split(' ') is [var pid, var started] && ProcessIdentity.Find(int.Parse(pid)) == started.Trim();
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
