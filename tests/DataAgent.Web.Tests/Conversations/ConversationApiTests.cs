using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataAgent.Projects;

namespace DataAgent.Web.Tests.Conversations;

[Collection(ApiCollection.Name)]
public sealed class ConversationApiTests(WebApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_streams_its_events_and_is_kept()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var conversation = await StartAsync(client, visitor);

        var events = await AskAsync(client, conversation, "How many orders are there?");

        Assert.Equal("run.started", events[0].Type);
        Assert.Equal(("run.ended", "done"), (events[^1].Type, events[^1].Data.GetProperty("status").GetString()));
        Assert.Equal(events.Select(e => e.Seq).Order(), events.Select(e => e.Seq));
        var kept = await client.GetFromJsonAsync<JsonElement>(conversation, Token);
        Assert.Equal("done", kept.GetProperty("turns")[0].GetProperty("status").GetString());
        Assert.Contains("900", kept.GetRawText());
    }

    [Fact]
    public async Task A_reader_that_comes_back_gets_only_what_it_missed()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var conversation = await StartAsync(client, visitor);
        var all = await AskAsync(client, conversation, "How many customers are there?");
        var run = all[0].Data.GetProperty("run_id").GetGuid();
        var middle = all[all.Count / 2].Seq;

        using var response = await client.GetAsync($"{conversation}/runs/{run}/events?after={middle}", Token);
        var rest = Parse(await response.Content.ReadAsStringAsync(Token));

        Assert.All(rest, e => Assert.True(e.Seq > middle));
        Assert.Equal("run.ended", rest[^1].Type);
    }

    [Fact]
    public async Task A_reader_of_a_run_of_another_conversation_or_of_another_person_finds_nothing()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var conversation = await StartAsync(client, visitor);
        var run = RunOf(await AskAsync(client, conversation, "How many customers are there?"));
        using var stranger = await app.SignInAsync(await app.AddVisitorAsync(Role.Admin, "offline", Token), Token);

        using var own = await client.GetAsync($"{conversation}/runs/{run}/events", Token);
        using var elsewhere = await client.GetAsync($"{await StartAsync(client, visitor)}/runs/{run}/events", Token);
        using var strange = await stranger.GetAsync($"{conversation}/runs/{run}/events", Token);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (own.StatusCode, elsewhere.StatusCode, strange.StatusCode));
    }

    [Fact]
    public async Task The_page_of_a_long_conversation_shows_its_end_and_says_how_much_is_before()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var conversation = await StartAsync(client, visitor);
        for (var i = 1; i <= 32; i++)
            await AskAsync(client, conversation, $"Greeting number {i}.");

        var page = await client.GetStringAsync($"/p/{visitor.Slug}/c/{conversation[(conversation.LastIndexOf('/') + 1)..]}", Token);

        Assert.Contains("Show 2 earlier questions", page, StringComparison.Ordinal);
        Assert.Contains("<p>Greeting number 3.</p>", page, StringComparison.Ordinal);
        Assert.Contains("<p>Greeting number 32.</p>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<p>Greeting number 2.</p>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_belongs_to_others_is_not_found()
    {
        var owner = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(owner, Token);
        var conversation = await StartAsync(client, owner);
        using var stranger = await app.SignInAsync(await app.AddVisitorAsync(Role.Admin, "offline", Token), Token);

        using var read = await stranger.GetAsync(conversation, Token);
        using var asked = await stranger.PostAsJsonAsync($"{conversation}/messages", new { text = "hi" }, Token);
        using var unknown = await client.GetAsync($"/api/v1/projects/{owner.Slug}/conversations/{Guid.NewGuid()}", Token);

        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, asked.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("not_found", (await read.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_empty_question_is_answered_with_what_is_wrong()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var conversation = await StartAsync(client, visitor);

        using var response = await client.PostAsJsonAsync($"{conversation}/messages", new { text = " " }, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid", (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_conversation_can_be_renamed_and_deleted()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var conversation = await StartAsync(client, visitor);

        using var renamed = await client.PatchAsJsonAsync(conversation, new { title = "Orders" }, Token);
        var title = (await client.GetFromJsonAsync<JsonElement>(conversation, Token)).GetProperty("title").GetString();
        using var deleted = await client.DeleteAsync(conversation, Token);
        using var gone = await client.GetAsync(conversation, Token);

        Assert.Equal("Orders", title);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_question_is_put_in_place_of_another_and_the_path_can_be_switched_back()
    {
        var visitor = await app.AddVisitorAsync(Role.Viewer, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var conversation = await StartAsync(client, visitor);
        var first = RunOf(await AskAsync(client, conversation, "How many orders are there?"));

        using var response = await client.PostAsJsonAsync($"{conversation}/messages", new { text = "How many customers are there?", replaces_run_id = first }, Token);
        var second = RunOf(Parse(await response.Content.ReadAsStringAsync(Token)));
        var replaced = await client.GetFromJsonAsync<JsonElement>(conversation, Token);
        using var switched = await client.PutAsJsonAsync($"{conversation}/active-run", new { run_id = first }, Token);
        var back = await client.GetFromJsonAsync<JsonElement>(conversation, Token);
        using var unknown = await client.PutAsJsonAsync($"{conversation}/active-run", new { run_id = Guid.NewGuid() }, Token);
        using var nothing = await client.PostAsJsonAsync($"{conversation}/messages", new { text = "Hi", replaces_run_id = Guid.NewGuid() }, Token);

        Assert.Equal([second], replaced.GetProperty("active_path").EnumerateArray().Select(id => id.GetGuid()));
        Assert.Equal([first, second], replaced.GetProperty("turns").EnumerateArray().Select(t => t.GetProperty("run_id").GetGuid()));
        Assert.All(replaced.GetProperty("turns").EnumerateArray(), t => Assert.Equal(JsonValueKind.Null, t.GetProperty("parent_run_id").ValueKind));
        Assert.Equal(HttpStatusCode.NoContent, switched.StatusCode);
        Assert.Equal([first], back.GetProperty("active_path").EnumerateArray().Select(id => id.GetGuid()));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (unknown.StatusCode, nothing.StatusCode));
    }

    [Fact]
    public async Task A_word_on_an_answer_is_put_read_listed_and_deleted()
    {
        var visitor = await app.AddVisitorAsync(Role.Admin, "offline", Token);
        using var client = await app.SignInAsync(visitor, Token);
        var conversation = await StartAsync(client, visitor);
        var feedback = $"{conversation}/runs/{RunOf(await AskAsync(client, conversation, "How many orders are there?"))}/feedback";

        using var none = await client.GetAsync(feedback, Token);
        using var put = await client.PutAsJsonAsync(feedback, new { verdict = "down", reasons = new[] { "wrong_figures" }, comment = "900?" }, Token);
        var kept = await client.GetFromJsonAsync<JsonElement>(feedback, Token);
        var line = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/projects/{visitor.Slug}/feedback", Token))[0];
        using var odd = await client.PutAsJsonAsync(feedback, new { verdict = "sideways" }, Token);
        using var tooLong = await client.PutAsJsonAsync(feedback, new { verdict = "down", comment = new string('x', 2_001) }, Token);
        using var deleted = await client.DeleteAsync(feedback, Token);
        using var gone = await client.DeleteAsync(feedback, Token);

        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(("down", "wrong_figures", "900?"), (
            kept.GetProperty("verdict").GetString(), kept.GetProperty("reasons")[0].GetString(), kept.GetProperty("comment").GetString()));
        Assert.Equal(("How many orders are there?", 1), (line.GetProperty("question").GetString(), line.GetProperty("sql_count").GetInt32()));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (odd.StatusCode, tooLong.StatusCode));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, gone.StatusCode));
    }

    private static Guid RunOf(IReadOnlyList<Happened> events) => events[0].Data.GetProperty("run_id").GetGuid();

    private static async Task<string> StartAsync(HttpClient client, Visitor visitor)
    {
        using var response = await client.PostAsync($"/api/v1/projects/{visitor.Slug}/conversations", null, Token);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }

    private static async Task<IReadOnlyList<Happened>> AskAsync(HttpClient client, string conversation, string question)
    {
        using var response = await client.PostAsJsonAsync($"{conversation}/messages", new { text = question }, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return Parse(await response.Content.ReadAsStringAsync(Token));
    }

    private static List<Happened> Parse(string stream) =>
    [
        .. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(block => block.StartsWith("id:", StringComparison.Ordinal)).Select(block =>
        {
            var lines = block.Split('\n').ToDictionary(line => line[..line.IndexOf(':')], line => line[(line.IndexOf(':') + 2)..]);
            return new Happened(long.Parse(lines["id"]), lines["event"], JsonDocument.Parse(lines["data"]).RootElement);
        }),
    ];

    private sealed record Happened(long Seq, string Type, JsonElement Data);
}
