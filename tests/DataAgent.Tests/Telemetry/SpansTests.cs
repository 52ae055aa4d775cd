using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using DataAgent.Agent;
using DataAgent.Projects;
using DataAgent.Telemetry;
using DataAgent.Testing;
using DataAgent.Tests.Agent;
using Npgsql;

namespace DataAgent.Tests.Telemetry;

/// <summary>What a collector would get of a run.</summary>
public sealed class SpansTests(PostgresServer server) : ModelDoubleTest(server)
{
    private const string Secret = "7986";

    private string _customer = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _customer = await Server.CreateDatabaseAsync(Token);
        await using var source = NpgsqlDataSource.Create(_customer);
        await using var command = source.CreateCommand(
            "create table sale (id int primary key, amount numeric(10,2) not null); insert into sale select i, i * 1.10 from generate_series(1, 120) i; analyze");
        await command.ExecuteNonQueryAsync(Token);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_run_is_one_trace_of_steps_calls_tools_and_queries(string provider)
    {
        Model.Then(Says.Call("a", "execute_sql", """{"query":"select sum(amount) as total from sale"}"""), Says.Text("It is 7,986.00."));
        var member = await AddAsync(provider);
        await using var host = Start();

        using var hearing = new Hearing();
        var (conversation, run) = await host.StartAsync(member, "How much is 7986 of it?");
        var all = await hearing.OfAsync(run);

        var root = Assert.Single(all, s => s.OperationName == "invoke_agent data-agent");
        Assert.Equal(("m", DataAgent.Agent.Prompts.BasePrompt.Version), (root.GetTagItem("gen_ai.request.model"), root.GetTagItem("dataagent.prompt.version")));
        Assert.Equal((conversation, "done"), (root.GetTagItem("gen_ai.conversation.id"), root.GetTagItem("dataagent.run.status")));
        Assert.All(all, s => Assert.Equal(root.TraceId, s.TraceId));
        var steps = all.Where(s => s.OperationName.StartsWith("step", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["step 1", "step 2"], steps.Select(s => s.OperationName).Order(StringComparer.Ordinal));
        var chats = all.Where(s => s.OperationName == "chat m").ToArray();
        Assert.Equal(2, chats.Length);
        Assert.All(chats, c => Assert.Contains(c.ParentSpanId, steps.Select(s => s.SpanId)));
        Assert.All(chats, c => Assert.True(c.GetTagItem("gen_ai.usage.input_tokens") is long and > 0 or int and > 0, c.OperationName));
        Assert.All(chats, c => Assert.Equal(provider, c.GetTagItem("gen_ai.provider.name")));
        var tool = Assert.Single(all, s => s.OperationName == "execute_tool execute_sql");
        var query = Assert.Single(all, s => s.OperationName == "query");
        Assert.Equal(tool.SpanId, query.ParentSpanId);
        Assert.Equal(("ran", 1, "chat"), (query.GetTagItem("dataagent.outcome"), query.GetTagItem("db.response.returned_rows"), query.GetTagItem("dataagent.door")));
    }

    [Fact]
    public async Task No_span_holds_a_question_sql_a_row_or_an_answer()
    {
        Model.Then(Says.Call("a", "execute_sql", """{"query":"select sum(amount) as total, 7986 as mine from sale"}"""), Says.Text("It is 7986."));
        var member = await AddAsync("anthropic");
        await using var host = Start();

        using var hearing = new Hearing();
        var (_, run) = await host.StartAsync(member, "How much is 7986 of it?");
        var all = await hearing.OfAsync(run);

        var told = all.SelectMany(s => s.TagObjects.Select(t => $"{t.Value}").Concat(s.Events.SelectMany(e => e.Tags).Select(t => $"{t.Value}")).Append(s.StatusDescription ?? ""));
        Assert.NotEmpty(all);
        Assert.DoesNotContain(told, text => text.Contains(Secret, StringComparison.Ordinal) || text.Contains("select", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_refused_query_and_a_failed_run_are_errors_with_their_reason()
    {
        Model.Then(Says.Call("a", "execute_sql", """{"query":"select * from pg_user"}"""), Says.Error(401, "authentication_error"));
        var member = await AddAsync("anthropic");
        await using var host = Start();

        using var hearing = new Hearing();
        var (_, run) = await host.StartAsync(member, "Who is there?");
        var all = await hearing.OfAsync(run);

        Activity Only(string name) => Assert.Single(all, s => s.OperationName == name && s.Status == ActivityStatusCode.Error);
        Assert.Equal("refused", Only("query").GetTagItem("dataagent.outcome"));
        Assert.Equal("tool_error", Only("execute_tool execute_sql").GetTagItem("error.type"));
        Assert.Contains("ModelFailure", (string?)Only("chat m").GetTagItem("error.type"), StringComparison.Ordinal);
        Assert.Equal("failed", Only("invoke_agent data-agent").GetTagItem("dataagent.run.status"));
    }

    [Fact]
    public async Task Tokens_are_metered_once()
    {
        var counted = new ConcurrentQueue<long>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Spans.Source && instrument.Name is "gen_ai.client.token.usage" or "dataagent.run.duration")
                listener.EnableMeasurementEvents(instrument);
        };
        var model = $"m-{Guid.NewGuid():n}";
        meters.SetMeasurementEventCallback<int>((_, value, tags, _) => Count(value, tags));
        meters.SetMeasurementEventCallback<long>((_, value, tags, _) => Count(value, tags));
        meters.Start();
        Model.Then(Says.Text("Hello."));
        var member = await AddAsync("anthropic", model);
        await using var host = Start();

        var (_, events) = await host.AskAsync(member, "Hello?");

        var usage = Assert.Single(events.OfType<UsageReported>()).Usage;
        Assert.Equal(usage.Input + usage.Output, counted.Sum());

        void Count(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if (tag is { Key: "gen_ai.request.model" } && model.Equals(tag.Value))
                    counted.Enqueue(value);
            }
        }
    }

    private async Task<Member> AddAsync(string provider, string model = "m") => await Platform.AddMemberAsync(
        Role.Viewer, await Server.AddReaderAsync(_customer, "public", Token), "public", Token, p => (p.LlmProvider, p.LlmModel) = (provider, model));

    private AgentHost Start() => AgentHost.Start(Platform, options: AgentHost.Quick with
    {
        AnthropicApiKey = "key-1",
        AnthropicBaseUrl = Model.BaseUrl,
        OpenAIApiKey = "key-2",
        OpenAIBaseUrl = Model.OpenAIBaseUrl,
    });

    /// <summary>Hears the spans of every test that runs meanwhile; a run's own are those of its trace.</summary>
    private sealed class Hearing : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly SemaphoreSlim _more = new(0);
        private readonly ActivityListener _listener;

        public Hearing()
        {
            _listener = new()
            {
                ShouldListenTo = source => source.Name == Spans.Source,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span =>
                {
                    _ended.Enqueue(span);
                    _more.Release();
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        /// <summary>All spans of a run; its own span is the last to end.</summary>
        public async Task<IReadOnlyList<Activity>> OfAsync(Guid run)
        {
            while (true)
            {
                if (_ended.FirstOrDefault(s => run.Equals(s.GetTagItem("dataagent.run.id"))) is { } root)
                    return [.. _ended.Where(s => s.TraceId == root.TraceId)];
                await _more.WaitAsync(Token);
            }
        }

        public void Dispose()
        {
            _listener.Dispose();
            _more.Dispose();
        }
    }
}
