using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataAgent.Testing;

/// <summary>Answers for somebody who types: the question says what the model shall do.</summary>
public static class TypedQuestions
{
    public const string Help = """
        sql SELECT …       calls execute_sql with it, then answers     error 429 [seconds]   fails with this status (and retry-after)
        twice SELECT …     two such calls side by side                 broken                sends an error in mid-stream
        half               ends in the middle of a call                reset                 resets the connection in mid-stream
        cut                ends without an end                         silence               sends a little and then nothing
        anything else      is said back
        """;

    public static ModelTurn Answer(ModelRequest request)
    {
        var messages = request.Body["messages"]!.AsArray();
        var (last, question) = (messages[^1]!, TextOf(messages.Last(IsQuestion)!));
        if (!ReferenceEquals(last, messages.Last(IsQuestion)))
            return Says.Text("The tool ", "said:\n\n", TextOf(last));
        if (Number(question) is { } number)
            return new([new TextPiece(["I report it."]), new CallPiece("call-n", "report_number", [$$"""{"number": {{number}}}"""])], "tool_use");

        var words = question.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var rest = words.Length > 1 ? words[1] : "";
        return words.FirstOrDefault()?.ToLowerInvariant() switch
        {
            "sql" => Says.Calls(Sql("call-1", rest)),
            "twice" => Says.Calls(Sql("call-1", rest), Sql("call-2", rest)),
            "half" => new([new CallPiece("call-1", "execute_sql", ["{\"query\": \"select"])], "max_tokens"),
            "cut" => Says.Then("This ends with"),
            "broken" => Says.Then("This ends", new ErrorEventPiece("overloaded_error")),
            "reset" => Says.Then("This ends", new ResetPiece()),
            "silence" => Says.Then("And now", new WaitPiece(Task.Delay(Timeout.Infinite, request.Aborted))),
            "error" when rest.Split(' ') is [var status, .. var more] && int.TryParse(status, out var code) && code is >= 400 and < 600 =>
                Says.Error(code, "scripted_error", "Asked for.", more.FirstOrDefault()),
            _ => Says.Text("You said: ", question),
        };
    }

    private static CallPiece Sql(string id, string sql) => new(id, "execute_sql", ["{\"query\":", $" {JsonSerializer.Serialize(sql)}", "}"]);

    /// <summary>Of the product's own test of a model.</summary>
    private static string? Number(string question) =>
        question.StartsWith("The number is ", StringComparison.Ordinal) ? question["The number is ".Length..].TrimEnd('.') : null;

    private static bool IsQuestion(JsonNode? message) =>
        (string?)message!["role"] == "user" && (message["content"] is not JsonArray parts || parts.Any(p => (string?)p!["type"] == "text"));

    private static string TextOf(JsonNode message) => message["content"] switch
    {
        JsonArray parts => string.Join("\n", parts.Select(p => (string?)p!["type"] == "tool_result" ? TextOf(p) : (string?)p["text"])),
        JsonValue value => value.ToString(),
        _ => "",
    };
}
