using DataAgent.Agent;
using DataAgent.Web.Conversations;
using Microsoft.AspNetCore.Http;

namespace DataAgent.Web.Tests.Conversations;

[Collection(ApiCollection.Name)]
public sealed class EventStreamTests(WebApp app)
{
    private readonly TaskCompletionSource _waiting = new(), _last = new();

    [Fact]
    public async Task A_reader_that_leaves_while_the_next_event_is_on_its_way_is_no_failure()
    {
        using var left = new CancellationTokenSource();
        var http = new DefaultHttpContext { RequestServices = app.Services, RequestAborted = left.Token };
        http.Response.Body = new MemoryStream();

        var sending = new EventStream(EventsAsync()).ExecuteAsync(http);
        await _waiting.Task;
        await left.CancelAsync();
        // Time to dispose of the steps too early, for one that would.
        for (var i = 0; i < 1_000 && !sending.IsCompleted; i++)
            await Task.Yield();
        _last.SetResult();

        await sending;
    }

    /// <summary>Its second step takes until the test says so, whatever the reader does: as a look into the database may.</summary>
    private async IAsyncEnumerable<AgentEvent> EventsAsync()
    {
        yield return new StepStarted(1);
        _waiting.SetResult();
        await _last.Task;
        yield return new StepStarted(2);
    }
}
