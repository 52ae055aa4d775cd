using System.Text.Json;

namespace DataAgent.Web.Conversations;

/// <summary>Says in a person's words what a tool call does, and finds the SQL in it.</summary>
public static class ToolWords
{
    public static string Title(ToolCall call)
    {
        var isOver = call.Status is CallStatus.Done or CallStatus.Failed;
        return call.Tool switch
        {
            "execute_sql" => call.Status switch
            {
                CallStatus.Writing => "Writing a query",
                CallStatus.Running => "Running a query",
                CallStatus.Done => "Ran a query",
                CallStatus.Failed => "A query that did not run",
                _ => "A query that was not finished",
            },
            "describe_table" => Named(isOver ? "Looked at" : "Looking at", Argument(call, "table_name"), "a table"),
            "find_tables" => Named(isOver ? "Searched the tables for" : "Searching the tables for", Argument(call, "words") ?? Argument(call, "query"), "a match"),
            "create_visualization" => call.Status switch
            {
                CallStatus.Done => $"Drew a {Argument(call, "chart_type") ?? "chart"} chart".Replace("chart chart", "chart"),
                CallStatus.Failed => "A chart that could not be drawn",
                _ => "Drawing a chart",
            },
            var other => other.Replace('_', ' '),
        };
    }

    public static string? Sql(ToolCall call) => call.Artifact switch
    {
        Agent.TableArtifact table => table.Sql,
        Agent.RefusalArtifact refusal => refusal.Sql,
        _ => call.Tool == "execute_sql" ? Argument(call, "query") : null,
    };

    /// <summary>A text argument of the call; null while the arguments are not whole.</summary>
    public static string? Argument(ToolCall call, string name)
    {
        if (call.Arguments.Length == 0)
            return null;
        try
        {
            using var json = JsonDocument.Parse(call.Arguments);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Named(string verb, string? name, string otherwise) => name is null ? $"{verb} {otherwise}" : $"{verb} “{name}”";
}
