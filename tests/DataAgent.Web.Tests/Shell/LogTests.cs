using System.Collections.Concurrent;
using System.Net.Http.Json;
using DataAgent.Projects;
using DataAgent.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataAgent.Web.Tests.Shell;

/// <summary>What is written for operators holds nothing of what customers ask, or of what their databases hold.</summary>
[Collection(ApiCollection.Name)]
public sealed class LogTests(WebApp app)
{
    private const string Marker = "4711081500";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_line_from_information_on_holds_a_question_SQL_or_a_value()
    {
        using var lines = new Lines();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        await using var model = await ModelDouble.StartAsync("http://127.0.0.1:0", request =>
            request.Body.ToJsonString().Contains("call-1", StringComparison.Ordinal)
                ? Says.Text($"It is {Marker}.")
                : Says.Calls(
                    new CallPiece("call-1", "execute_sql", [$$"""{"query": "select {{Marker}} as mine, name from shop.customers limit 3"}"""]),
                    new CallPiece("call-2", "execute_sql", [$$"""{"query": "select no_column_{{Marker}} from shop.orders"}"""])));
        var visitor = await app.AddVisitorAsync(Role.Analyst, "openai", Token, project => (project.LlmModel, project.ModelBaseUrl) = ("m", model.OpenAIBaseUrl));
        using var client = await app.SignInAsync(visitor, Token);

        using var created = await client.PostAsync($"/api/v1/projects/{visitor.Slug}/conversations", null, Token);
        using var answer = await client.PostAsJsonAsync($"{created.Headers.Location}/messages", new { text = $"What about {Marker}?" }, Token);
        var told = await answer.Content.ReadAsStringAsync(Token);
        foreach (var sql in new[] { $"select {Marker} as mine", $"delete from t{Marker}", $"select 1 / 0, {Marker}", $"select '{Marker}x'::int" })
            using (await client.PostAsJsonAsync($"/api/v1/projects/{visitor.Slug}/query", new { sql }, Token))
            {
            }

        Assert.Contains(Marker, told, StringComparison.Ordinal);
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger<LogTests>().LogInformation("The end of LogTests");
        Assert.Contains(lines.Told, line => line.Contains("The end of LogTests", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.Told, line => line.Contains(Marker, StringComparison.Ordinal) || line.Contains("Customer 1", StringComparison.Ordinal));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Told { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Told.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Told.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
