using DataAgent.Testing;

namespace DataAgent.Tests.Agent;

/// <summary>A platform of its own and a server that speaks as a model's does, for each test.</summary>
public abstract class ModelDoubleTest(PostgresServer server) : IAsyncLifetime
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected PostgresServer Server => server;

    protected TestPlatform Platform { get; private set; } = null!;

    protected ModelDouble Model { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Platform = await TestPlatform.CreateAsync(server, Token);
        Model = await ModelDouble.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Model.DisposeAsync();
        await Platform.DisposeAsync();
    }
}
