using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAgent.Credentials;
using DataAgent.Projects;
using DataAgent.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent.Web.Tests.Conversations;

/// <summary>A real process of the product, killed hard at each stage of a run. The host of these tests is the other process, which goes on.</summary>
[Collection(ApiCollection.Name)]
public sealed class KillTests(WebApp app)
{
    private const string Quick = "select count(*) as orders from shop.orders", Slow = "select count(*) as customers from shop.customers";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public enum Stage
    {
        Asked,
        CallsWritten,
        OneResult,
        AllResults,
        HalfAnAnswer,
    }

    public static MatrixTheoryData<Stage, bool> Stages => new(Enum.GetValues<Stage>(), [false, true]);

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task The_rows_are_those_of_an_undisturbed_run(Stage stage, bool chatCompletions)
    {
        var hang = true;
        await using var model = await ModelDouble.StartAsync("http://127.0.0.1:0", request => Answer(request, stage, hang));
        var visitor = await app.AddVisitorAsync(Role.Viewer, chatCompletions ? "openai" : "anthropic", Token, project =>
        {
            (project.LlmModel, project.ModelBaseUrl) = ("m", chatCompletions ? model.OpenAIBaseUrl : model.BaseUrl);
            app.Services.GetRequiredService<CredentialVault>().SetModelKey(project, "scripted");
        });
        using var here = await app.SignInAsync(visitor, Token);
        hang = false;
        var undisturbed = await RowsAsync(here, await AskAsync(here, visitor, wait: true));
        hang = true;

        await using var barrier = await LockAsync(stage);
        string conversation;
        using (var other = await OtherProcess.StartAsync(app.Settings, Token))
        {
            using var there = new HttpClient { BaseAddress = new Uri(other.Url) };
            using var signedIn = await there.GetAsync(await app.AddLinkAsync(visitor, Token), Token);
            signedIn.EnsureSuccessStatusCode();
            conversation = await AskAsync(there, visitor, wait: false);
            await UntilAsync(here, conversation, stage, model);
            other.Kill();
        }

        hang = false;
        await barrier.DisposeAsync();
        var run = (await here.GetFromJsonAsync<JsonElement>(conversation, Token)).GetProperty("turns")[0].GetProperty("run_id").GetGuid();
        var told = await here.GetStringAsync($"{conversation}/runs/{run}/events", Token);

        Assert.Contains("\"status\":\"done\"", told, StringComparison.Ordinal);
        Assert.Equal(undisturbed, await RowsAsync(here, conversation));
    }

    private static ModelTurn Answer(ModelRequest request, Stage stage, bool hang)
    {
        var forever = new WaitPiece(Task.Delay(Timeout.Infinite, request.Aborted));
        var isFirst = !request.Body.ToJsonString().Contains("call-quick", StringComparison.Ordinal);
        return (isFirst, hang) switch
        {
            (true, true) when stage == Stage.Asked => Says.Then("", forever),
            (true, _) => Says.Calls(Call("call-quick", stage == Stage.CallsWritten ? Slow : Quick), Call("call-slow", Slow)),
            (false, true) when stage == Stage.AllResults => Says.Then("", forever),
            (false, true) when stage == Stage.HalfAnAnswer => Says.Then("There are ", forever),
            _ => Says.Text("There are ", "both."),
        };
    }

    private static CallPiece Call(string id, string sql) => new(id, "execute_sql", [new JsonObject { ["query"] = sql }.ToJsonString()]);

    /// <summary>Queries that a stage is to end in wait for this lock.</summary>
    private async Task<IAsyncDisposable> LockAsync(Stage stage) =>
        stage is Stage.CallsWritten or Stage.OneResult ? await app.HoldAsync("lock table shop.customers in access exclusive mode", Token) : new Nothing();

    private async Task UntilAsync(HttpClient here, string conversation, Stage stage, ModelDouble model)
    {
        // The undisturbed run asked twice.
        for (var asked = 0; asked < (stage is Stage.AllResults or Stage.HalfAnAnswer ? 4 : 3); asked++)
            await model.WaitForRequestAsync(Token);
        if (stage is Stage.CallsWritten or Stage.OneResult)
        {
            await app.UntilAsync(
                $"select count(*) = {(stage == Stage.OneResult ? 1 : 2)} from pg_stat_activity where wait_event_type = 'Lock' and query like '%from shop.customers%'", Token);
        }

        while (stage == Stage.OneResult && !(await RowsAsync(here, conversation)).Any(r => r.StartsWith("tool", StringComparison.Ordinal)))
            await Task.Delay(WebApp.Look, Token);
    }

    private static async Task<string> AskAsync(HttpClient client, Visitor visitor, bool wait)
    {
        using var created = await client.PostAsync($"/api/v1/projects/{visitor.Slug}/conversations", null, Token);
        var conversation = created.Headers.Location!.ToString();
        using var question = new HttpRequestMessage(HttpMethod.Post, $"{conversation}/messages") { Content = JsonContent.Create(new { text = "How many?" }) };
        using var response = await client.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, Token);
        response.EnsureSuccessStatusCode();
        if (wait)
            await response.Content.ReadAsStringAsync(Token);
        return conversation;
    }

    /// <summary>What was kept, without ids and times that differ from run to run. Results stand in the order of their calls.</summary>
    private static async Task<IReadOnlyList<string>> RowsAsync(HttpClient client, string conversation)
    {
        var turn = (await client.GetFromJsonAsync<JsonElement>(conversation, Token)).GetProperty("turns")[0];
        var rows = turn.GetProperty("messages").EnumerateArray().Select(m => $"{m.GetProperty("role").GetString()} {m.GetProperty("step").GetInt32()} {Content(m.GetProperty("parts"))}");
        return [.. rows.OrderBy(r => r.Split(' ')[1]).ThenBy(r => r.StartsWith("tool", StringComparison.Ordinal)).ThenBy(r => r, StringComparer.Ordinal)];
    }

    private static string Content(JsonElement parts) => string.Join(" | ", parts.EnumerateArray().Select(part => part.GetProperty("kind").GetString() switch
    {
        "result" => $"{part.GetProperty("call_id").GetString()} {part.GetProperty("is_error").GetBoolean()} {part.GetProperty("artifact").GetProperty("sql").GetString()} {part.GetProperty("artifact").GetProperty("row_count").GetInt32()}",
        "call" => $"{part.GetProperty("call_id").GetString()} {part.GetProperty("tool").GetString()} {part.GetProperty("arguments").GetString()}",
        _ => part.GetProperty("text").GetString(),
    }));

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>The web host as <c>serve</c> starts it, on a port of its own.</summary>
    private sealed class OtherProcess : IDisposable
    {
        private const string Ready = "Data Agent listens on ";

        private readonly Process _process;

        private OtherProcess(Process process, string url) => (_process, Url) = (process, url);

        public string Url { get; }

        public static async Task<OtherProcess> StartAsync(IEnumerable<string> settings, CancellationToken cancellationToken)
        {
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "DataAgent.Web.dll"), "--urls=http://127.0.0.1:0", .. settings])
            {
                RedirectStandardOutput = true,
                WorkingDirectory = AppContext.BaseDirectory,
            };
            var process = Process.Start(start)!;
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.StartsWith(Ready, StringComparison.Ordinal))
                    return new OtherProcess(process, line[Ready.Length..]);
            }

            throw new InvalidOperationException("The other process ended before it listened.");
        }

        /// <summary>As <c>kill -9</c> does.</summary>
        public void Kill()
        {
            _process.Kill();
            _process.WaitForExit();
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.Dispose();
        }
    }
}
