using System.Diagnostics;
using System.Text.Json;
using DataAgent.Agent.Offline;
using DataAgent.Agent.Tools;
using DataAgent.Dictionary;
using DataAgent.Testing;
using Microsoft.Extensions.AI;
using Npgsql;

namespace DataAgent.Tests.Agent.Offline;

/// <summary>A question with the SQL whose rows are the right answer, or one that must not be answered.</summary>
internal sealed record BookQuestion(string Q, string? Sql = null, bool Ordered = false, bool Refuse = false, IReadOnlyList<string>? Before = null);

/// <summary>Asks a database every question of a file and compares the rows with those of the reference SQL.</summary>
internal sealed class QuestionBook(NpgsqlConnection connection, DataDictionary dictionary) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<BookQuestion> Read(string name) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Agent", "Offline", "questions", name)).Where(l => l.StartsWith('{')).Select(l => JsonSerializer.Deserialize<BookQuestion>(l, _json)!)];

    public static async Task<QuestionBook> OpenAsync(string connectionString, SchemaScope scope, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = scope.Schema, Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var dictionary = await new SchemaReader(TimeProvider.System).ReadAsync(connection, scope, cancellationToken);
        return new(connection, dictionary);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>What went wrong, one entry a question; empty when all is right.</summary>
    public async Task<IReadOnlyList<string>> AskAllAsync(IReadOnlyList<BookQuestion> questions, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var question in questions)
            if (await FaultAsync(question, cancellationToken) is { } fault)
                faults.Add($"{question.Q}: {fault}");
        return faults;
    }

    public async Task<AskedQuestion> AskAsync(IReadOnlyList<string> before, string question, CancellationToken cancellationToken)
    {
        var analyst = new OfflineAnalyst(dictionary);
        List<ChatMessage> messages = [.. before.SelectMany(q => new ChatMessage[] { new(ChatRole.User, q), new(ChatRole.Assistant, "Answered.") }), new(ChatRole.User, question)];
        var asked = new AskedQuestion();
        for (var step = 0; step < 5; step++)
        {
            var reply = await analyst.GetResponseAsync(messages, null, cancellationToken);
            messages.AddRange(reply.Messages);
            asked.Said.Add(reply.Text);
            if (reply.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().SingleOrDefault() is not { } call) return asked;
            messages.Add(new(ChatRole.Tool, [new FunctionResultContent(call.CallId, await RunAsync(call, asked, cancellationToken))]));
        }

        throw new UnreachableException("The analyst took more than five steps.");
    }

    private async Task<string?> FaultAsync(BookQuestion question, CancellationToken cancellationToken)
    {
        var asked = await AskAsync(question.Before ?? [], question.Q, cancellationToken);
        if (question.Refuse) return asked.Sql is null ? null : $"should not be answered, but ran {asked.Sql}";
        if (asked.Rows is null) return $"no answer: {asked.Said[^1]}";
        var (_, want) = await QueryAsync(question.Sql!, cancellationToken);
        return RowComparison.Difference(want, asked.Rows, question.Ordered) is { } difference ? $"{difference}\n{asked.Sql}" : null;
    }

    private async Task<string> RunAsync(FunctionCallContent call, AskedQuestion asked, CancellationToken cancellationToken)
    {
        if (call.Name != "execute_sql")
        {
            asked.Charts.Add(call);
            return "The chart is drawn.";
        }

        var sql = (string)call.Arguments!["query"]!;
        var (columns, rows) = await QueryAsync(sql, cancellationToken);
        if (!sql.StartsWith("with w (phrase)", StringComparison.Ordinal)) (asked.Sql, asked.Rows) = (sql, rows);
        var lines = rows.Take(50).Select(r => ResultText.Line(r)).Prepend(ResultText.Line(columns.Select(_ => "---"))).Prepend(ResultText.Line(columns));
        return $"result_id: {Guid.CreateVersion7()}\nrow_count: {rows.Count}\ntruncated: no\n<data>\n{string.Concat(lines)}</data>";
    }

    private async Task<(List<string> Columns, List<string?[]> Rows)> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select * from (\n{sql}\n) q limit 501", connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string?[]>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))]);
        return ([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows);
    }
}

/// <summary>What the analyst said and did for one question; no SQL when it ran nothing but a look-up of values.</summary>
internal sealed class AskedQuestion
{
    public List<string> Said { get; } = [];
    public List<FunctionCallContent> Charts { get; } = [];
    public string? Sql { get; set; }
    public List<string?[]>? Rows { get; set; }
}
