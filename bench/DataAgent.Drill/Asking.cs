using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace DataAgent.Drill;

/// <summary>Asks over HTTP and watches to the end, at whichever replicas answer, as a program of a member's would.</summary>
internal sealed class Asking(Fleet fleet, string token, TimeProvider time)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Of a connection on which not even a heartbeat came.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(25);

    private static string Conversations => $"/api/v1/projects/{Stage.Slug}/conversations";

    /// <param name="started">Told when the run is known.</param>
    /// <remarks>
    /// Of a question that may or may not have arrived, another replica is asked. When it knows nothing, the question is put in a new
    /// conversation: the lost one may yet come to life, and would be a second question in the old one.
    /// </remarks>
    public async Task<Asked> AskAsync(Script script, Action<Asked> started, CancellationToken cancellationToken)
    {
        while (true)
        {
            var replica = await fleet.AnyAsync(not: null, cancellationToken);
            if (await BeginAsync(replica, cancellationToken) is not { } conversation)
                continue;
            var asker = new Sighting("asker");
            Guid? run = null;
            Task? watching = null;
            Asked? asked = null;
            using (var question = Request(HttpMethod.Post, $"{Conversations}/{conversation}/messages"))
            {
                question.Content = JsonContent.Create(new { text = script.Question });
                await ReadAsync(replica, question, asker, seen => Begin(seen.Run), cancellationToken);
            }

            if (run is null && await FindRunAsync(replica, conversation, cancellationToken) is { } found)
                Begin(found);
            if (watching is null || asked is null)
                continue;
            await WatchAsync(asked, asker, replica, cancellationToken);
            await watching;
            return asked;

            void Begin(Guid? known)
            {
                if (run is not null || known is null)
                    return;
                run = known;
                asked = new Asked(script, conversation, run.Value, asker, new("watcher"));
                started(asked);
                watching = WatchAsync(asked, asked.Watcher, replica, cancellationToken);
            }
        }
    }

    /// <summary>To the end, from the last number on at each reconnection, at another replica than the last one.</summary>
    private async Task WatchAsync(Asked asked, Sighting sighting, Replica last, CancellationToken cancellationToken)
    {
        while (!sighting.IsOver)
        {
            last = await fleet.AnyAsync(last, cancellationToken);
            using var request = Request(HttpMethod.Get, $"{Conversations}/{asked.Conversation}/runs/{asked.Run}/events");
            request.Headers.Add("Last-Event-ID", $"{sighting.LastSeq}");
            await ReadAsync(last, request, sighting, _ => { }, cancellationToken);
            if (!sighting.IsOver)
                await Task.Delay(_pause, cancellationToken);
        }
    }

    private async Task ReadAsync(
        Replica replica, HttpRequestMessage request, Sighting sighting, Action<Told> tells, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(_silence);
        try
        {
            using var response = await replica.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            if (!response.IsSuccessStatusCode)
                return;
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(silence.Token));
            string? data = null;
            while (await reader.ReadLineAsync(silence.Token) is { } line)
            {
                silence.CancelAfter(_silence);
                if (line.StartsWith("data:", StringComparison.Ordinal))
                    data = line[5..];
                if (line.Length > 0 || data is null)
                    continue;
                // An event counts when its blank line came: half a one is none.
                var told = Told.Read(data, time.GetTimestamp());
                data = null;
                sighting.Add(told.Seen);
                tells(told);
            }
        }
        catch (Exception e) when (IsPassing(e, cancellationToken))
        {
            // Its replica is gone, held, or without its database: the reader turns to another.
        }
    }

    private async Task<Guid?> BeginAsync(Replica replica, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(HttpMethod.Post, Conversations);
            using var response = await replica.Http.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
                return (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetGuid();
        }
        catch (Exception e) when (IsPassing(e, cancellationToken))
        {
            // As above.
        }

        await Task.Delay(_pause, cancellationToken);
        return null;
    }

    /// <summary>Null: nobody has been asked anything there.</summary>
    private async Task<Guid?> FindRunAsync(Replica not, Guid conversation, CancellationToken cancellationToken)
    {
        while (true)
        {
            var replica = await fleet.AnyAsync(not, cancellationToken);
            try
            {
                using var request = Request(HttpMethod.Get, $"{Conversations}/{conversation}");
                using var response = await replica.Http.SendAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    var turns = (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("turns");
                    return turns.GetArrayLength() > 0 ? turns[0].GetProperty("run_id").GetGuid() : null;
                }
            }
            catch (Exception e) when (IsPassing(e, cancellationToken))
            {
                // As above.
            }

            await Task.Delay(_pause, cancellationToken);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private static bool IsPassing(Exception e, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && e is (HttpRequestException or IOException or OperationCanceledException);
}
