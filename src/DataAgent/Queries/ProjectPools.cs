using System.Net;
using System.Net.Sockets;
using DataAgent.Credentials;
using DataAgent.Projects;
using Npgsql;

namespace DataAgent.Queries;

/// <summary>Connections to customers' databases: one small pool for each project and its settings as they are now.</summary>
public sealed class ProjectPools(CredentialVault vault, HostGuard guard, QueryOptions options, TimeProvider clock) : IAsyncDisposable
{
    private const string VerifyFull = "verify-full";

    // First a connection goes that nobody uses, then the pool: most projects of a large installation sleep.
    private static readonly TimeSpan IdleLifetime = TimeSpan.FromSeconds(60), PoolLifetime = TimeSpan.FromMinutes(5), Round = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AddressLifetime = TimeSpan.FromSeconds(60);
    private readonly Dictionary<Guid, ProjectPool> _pools = [];
    private readonly Lock _lock = new();
    private ITimer? _rounds;
    private readonly ServerIdentity _identity = new(options.RootCertificates is { } path ? RootCertificates.Load(path) : null);

    /// <summary>An open connection as the project's role, for reading its catalog. The caller disposes it.</summary>
    /// <exception cref="ProjectDatabaseException">The database may not or cannot be reached, or refused the login.</exception>
    public async Task<NpgsqlConnection> OpenAsync(Project project, CancellationToken cancellationToken) =>
        await OpenAsync(await GetAsync(project, cancellationToken), cancellationToken);

    internal static async Task<NpgsqlConnection> OpenAsync(ProjectPool pool, CancellationToken cancellationToken)
    {
        try
        {
            return await pool.Source.OpenConnectionAsync(cancellationToken);
        }
        catch (Exception e) when (FailureAdvice.IsOfDatabase(e))
        {
            throw FailureAdvice.ForConnection(e);
        }
    }

    internal async Task<ProjectPool> GetAsync(Project project, CancellationToken cancellationToken)
    {
        var settings = PoolSettings.Of(project);
        var known = Find(project.Id, settings);
        if (known is not null && clock.GetUtcNow() - known.JudgedAt < AddressLifetime)
            return known;

        var verdict = await guard.JudgeAsync(project.DbHost, project.DbPort, cancellationToken);
        if (verdict.Refusal is { } refusal)
            throw new ProjectDatabaseException(null, refusal);
        if (known is not null && verdict.Addresses.Contains(known.Address))
        {
            known.JudgedAt = clock.GetUtcNow();
            return known;
        }

        return Keep(project.Id, Build(project, settings, await PickAsync(verdict.Addresses, project.DbPort, cancellationToken)));
    }

    private ProjectPool? Find(Guid projectId, PoolSettings settings)
    {
        lock (_lock)
        {
            if (!_pools.TryGetValue(projectId, out var pool) || pool.Settings != settings)
                return null;
            pool.LastUse = clock.GetTimestamp();
            return pool;
        }
    }

    /// <summary>A pool that goes is cleared, not disposed: somebody may just be about to open a connection from it.</summary>
    private ProjectPool Keep(Guid projectId, ProjectPool pool)
    {
        List<ProjectPool> gone = [];
        lock (_lock)
        {
            if (_pools.TryGetValue(projectId, out var before))
            {
                if (before.Settings == pool.Settings && before.Address.Equals(pool.Address))
                    return before;
                gone.Add(before);
            }

            _pools[projectId] = pool;
            _rounds ??= clock.CreateTimer(_ => RemoveUnused(), null, Round, Round);
            if (_pools.Count > options.MaxPools && _pools.MinBy(p => (!p.Value.IsIdle, p.Value.LastUse)) is var (oldest, unused) && _pools.Remove(oldest))
                gone.Add(unused);
        }

        foreach (var old in gone)
            old.Source.Clear();
        return pool;
    }

    private void RemoveUnused()
    {
        List<ProjectPool> gone = [];
        lock (_lock)
        {
            foreach (var (projectId, pool) in _pools.Where(p => p.Value.IsIdle && clock.GetElapsedTime(p.Value.LastUse) >= PoolLifetime).ToArray())
                if (_pools.Remove(projectId))
                    gone.Add(pool);
        }

        foreach (var old in gone)
            old.Source.Clear();
    }

    private ProjectPool Build(Project project, PoolSettings settings, IPAddress address)
    {
        var (user, password) = OpenLogin(project);
        var tls = Tls(project.DbTls);
        var (host, verifies) = (project.DbHost, project.DbTls == VerifyFull);
        var builder = new NpgsqlDataSourceBuilder
        {
            ConnectionStringBuilder =
            {
                Host = address.ToString(),
                Port = project.DbPort,
                Database = project.DbName,
                Username = user,
                Password = password,
                SslMode = tls,
                // Without TLS nobody may ask for the password in clear.
                RequireAuth = tls is SslMode.Disable or SslMode.Prefer ? "!Password" : null,
                ApplicationName = "dataagent",
                // One more than queries may use, so that a dictionary refresh never waits behind them.
                MaxPoolSize = options.ConnectionsPerProject + 1,
                MinPoolSize = 0,
                ConnectionIdleLifetime = (int)IdleLifetime.TotalSeconds,
                Timeout = (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds),
                CancellationTimeout = (int)options.Patience.TotalMilliseconds,
                CommandTimeout = 0,
                GssEncryptionMode = GssEncryptionMode.Disable,
                Enlist = false,
            },
        };
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        builder.UseSslClientAuthenticationOptionsCallback(ssl =>
        {
            // We connect to an address, but the certificate is for the name.
            ssl.TargetHost = host;
            ssl.CertificateChainPolicy = ServerIdentity.Offline();
            if (verifies)
                ssl.RemoteCertificateValidationCallback = _identity.Verify;
        });
        return new ProjectPool(builder.Build(), settings, address, options.ConnectionsPerProject)
        {
            JudgedAt = clock.GetUtcNow(),
            LastUse = clock.GetTimestamp(),
        };
    }

    private (string User, string Password) OpenLogin(Project project)
    {
        try
        {
            return vault.OpenDbLogin(project);
        }
        catch (CredentialException e)
        {
            throw new ProjectDatabaseException(null, e.Message, e);
        }
    }

    private static SslMode Tls(string mode) => mode switch
    {
        "disable" => SslMode.Disable,
        "prefer" => SslMode.Prefer,
        "require" => SslMode.Require,
        // The driver's verify-full would not let us judge the certificate.
        VerifyFull => SslMode.Require,
        _ => throw new ProjectDatabaseException(null, "The project's TLS setting is none of disable, prefer, require and verify-full. Ask a project admin to correct it."),
    };

    /// <summary>A name often has an IPv6 address where nobody listens; the first one that answers is kept.</summary>
    private async Task<IPAddress> PickAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        foreach (var address in addresses.Count > 1 ? addresses : [])
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.ConnectTimeout);
            try
            {
                await socket.ConnectAsync(address, port, limit.Token);
                return address;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
            }
        }

        return addresses.Count == 1 ? addresses[0] : throw FailureAdvice.Unreachable(null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_rounds is not null)
            await _rounds.DisposeAsync();
        foreach (var pool in _pools.Values)
            await pool.Source.DisposeAsync();
    }
}
