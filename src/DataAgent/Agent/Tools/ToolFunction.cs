using System.Text.Json;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent.Tools;

/// <summary>Makes a function that a model may call from a method, and calls it.</summary>
internal static class ToolFunction
{
    public static AIFunction Create(Delegate method, string name) => AIFunctionFactory.Create(method, new AIFunctionFactoryOptions
    {
        Name = name,
        ExcludeResultSchema = true,
        ConfigureParameterBinding = parameter => parameter.ParameterType == typeof(ToolContext)
            ? new() { ExcludeFromSchema = true, BindParameter = (_, arguments) => arguments.Context![typeof(ToolContext)] }
            : default,
        MarshalResult = (result, _, _) => new(result),
    });

    /// <exception cref="ToolArgumentsException">The arguments do not fit the schema.</exception>
    public static async Task<ToolOutcome> CallAsync(AIFunction function, string arguments, ToolContext context, CancellationToken cancellationToken)
    {
        try
        {
            var given = JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments) ?? [];
            if (ArgumentCheck.Find(function.JsonSchema, given) is { Count: > 0 } problems)
                throw new ToolArgumentsException(Describe(function, problems), null);
            var bound = new AIFunctionArguments(given) { Context = new Dictionary<object, object?> { [typeof(ToolContext)] = context } };
            return (ToolOutcome)(await function.InvokeAsync(bound, cancellationToken))!;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new ToolArgumentsException(Describe(function, []), e);
        }
    }

    private static string Describe(AIFunction function, IReadOnlyList<string> problems)
    {
        var schema = function.JsonSchema;
        var known = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(p => p.Name) : [];
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()) : [];
        var what = problems.Count > 0 ? $" {string.Join(" ", problems)}" : "";
        return $"The arguments do not fit.{what} {function.Name} takes: {string.Join(", ", known)}; required: {string.Join(", ", required)}. Send the call again.";
    }
}

internal sealed class ToolArgumentsException(string message, Exception? inner) : Exception(message, inner);
