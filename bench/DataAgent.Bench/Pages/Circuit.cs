using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataAgent.Bench.Agent;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Bench.Pages;

/// <summary>
/// An open page as its server knows it, without a browser: its HTML, then the connection over which it is drawn. What comes is confirmed and looked at, not drawn.
/// Hundreds of people have hundreds of machines; a bench has one, and a browser on it measures itself.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly HubConnection _hub;
    private readonly TaskCompletionSource _live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<double> _gaps = [];
    private string _id = "";
    private ulong _change, _submit;
    private long _dispatcher, _calls, _seen;
    private bool _asked;

    private Circuit(HttpClient http, Uri page, string cookie)
    {
        _http = http;
        var builder = new HubConnectionBuilder().WithUrl(new Uri(page, "/_blazor"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.Headers["Cookie"] = cookie;
        });
        builder.Services.AddSingleton<IHubProtocol>(new BlazorPack());
        _hub = builder.Build();
        _hub.On<int, byte[]>("JS.RenderBatch", DrawAsync);
        _hub.On<long, string, string, int, long, int>("JS.BeginInvokeJS", CallAsync);
        _hub.On<string>("JS.Error", error => _live.TrySetException(new InvalidOperationException(error)));
    }

    /// <summary>Milliseconds between two changes of the answer's text.</summary>
    public IReadOnlyList<double> Gaps => _gaps;

    /// <summary>Ready for a question.</summary>
    /// <param name="http">Sends the same cookie.</param>
    public static async Task<Circuit> OpenAsync(HttpClient http, Uri page, string cookie)
    {
        var html = await http.GetStringAsync(page);
        var state = State().Match(html).Groups[1].Value;
        var roots = Marker().Matches(html).Select(m => JsonDocument.Parse(m.Groups[1].Value).RootElement).Where(marker => marker.TryGetProperty("type", out _));
        var circuit = new Circuit(http, page, cookie);
        await circuit._hub.StartAsync();
        circuit._id = await circuit._hub.InvokeAsync<string>("StartCircuit", new Uri(page, "/").AbsoluteUri, page.AbsoluteUri, "[]", state)
            ?? throw new InvalidOperationException("The server refuses to start a page.");
        var operations = roots.Select((marker, i) => new { type = "add", ssrComponentId = i + 1, marker });
        await circuit._hub.SendAsync("UpdateRootComponents", JsonSerializer.Serialize(new { batchId = 1, operations }), state);
        await circuit._live.Task.WaitAsync(Patience);
        return circuit;
    }

    /// <summary>Types a question, sends it, and sees the answer to its end.</summary>
    public async Task AskAsync(string question)
    {
        _asked = true;
        await DispatchAsync(_change, "change", new { value = question });
        await DispatchAsync(_submit, "submit", new { });
        await _done.Task.WaitAsync(Patience);
    }

    /// <summary>As a browser leaves: it says so.</summary>
    public async ValueTask DisposeAsync()
    {
        using var leaving = new MultipartFormDataContent { { new StringContent(_id), "circuitId" } };
        using var response = await _http.PostAsync("/_blazor/disconnect", leaving);
        response.EnsureSuccessStatusCode();
        await _hub.DisposeAsync();
    }

    private Task DispatchAsync(ulong handler, string name, object arguments) => _hub.SendAsync(
        "BeginInvokeDotNetFromJS", $"{++_calls}", null, "DispatchEventAsync", _dispatcher,
        JsonSerializer.Serialize(new object[] { new { eventHandlerId = handler, eventName = name, eventFieldInfo = (object?)null }, arguments }));

    private async Task DrawAsync(int number, byte[] batch)
    {
        if (!_asked)
        {
            var (change, submit) = new RenderBatch(batch).FindComposer(out var isLive);
            (_change, _submit) = (change > 0 ? change : _change, submit > 0 ? submit : _submit);
            if (isLive)
                _live.TrySetResult();
        }

        if (_asked && batch.AsSpan().IndexOf(BenchModel.Text) >= 0)
        {
            if (_seen > 0)
                _gaps.Add(Stopwatch.GetElapsedTime(_seen).TotalMilliseconds);
            _seen = Stopwatch.GetTimestamp();
        }

        if (_asked && batch.AsSpan().IndexOf("done"u8) >= 0)
            _done.TrySetResult();
        await _hub.SendAsync("OnRenderCompleted", number, null);
    }

    /// <summary>A script is said to have run; the one that hands over the object for events is remembered.</summary>
    private async Task CallAsync(long call, string name, string arguments, int resultKind, long target, int kind)
    {
        if (name == "Blazor._internal.attachWebRendererInterop")
            _dispatcher = JsonDocument.Parse(arguments).RootElement[1].GetProperty("__dotNetObject").GetInt64();
        var result = resultKind == 1 ? "{\"__jsObjectId\":1}" : "null";
        if (call > 0)
            await _hub.SendAsync("EndInvokeJSFromDotNet", call, true, $"[{call},true,{result}]");
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([A-Za-z0-9+/=]+)-->")]
    private static partial Regex State();
}
