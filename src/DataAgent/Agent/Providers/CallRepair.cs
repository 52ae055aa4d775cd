using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataAgent.Agent.Providers;

/// <summary>Gives every tool call of an answer an index and an id of its own, and every further piece to the call it belongs to.</summary>
internal sealed class CallRepair(ISet<string> usedIds)
{
    private readonly List<Call> _calls = [];
    private readonly Dictionary<int, Call> _byIndex = [];

    public bool Any => _calls.Count > 0;

    public void Fix(JsonObject piece)
    {
        var function = piece["function"] as JsonObject ?? [];
        var (id, name, arguments) = (ChunkRepair.Text(piece["id"]), ChunkRepair.Text(function["name"]), Arguments(function["arguments"]));
        var index = piece["index"] is JsonValue given && given.TryGetValue<int>(out var number) ? number : (int?)null;
        var call = Open(index, id);
        var isNew = call is null || IsAnother(call, id, name, arguments);
        if (isNew)
        {
            call = new(_calls.Count, id, name ?? "");
            _calls.Add(call);
            _byIndex[index ?? call.Index] = call;
        }

        call!.Json.Append(arguments);
        Write(piece, call, isNew, arguments);
    }

    /// <summary>The call that a piece goes on with, unless it begins another.</summary>
    private Call? Open(int? index, string? id) =>
        index is { } place ? _byIndex.GetValueOrDefault(place)
        : (id is null ? null : _calls.LastOrDefault(c => c.GivenId == id)) ?? _calls.LastOrDefault();

    /// <remarks>Servers there are: that number all calls 0, that name the tool in every piece, that send a new id with every piece.</remarks>
    private static bool IsAnother(Call open, string? id, string? name, string arguments)
    {
        if (name is null)
            return false;
        if (name != open.Name)
            return true;
        var isWhole = IsWhole(open.Json.ToString());
        return id is not null && open.GivenId is not null && id != open.GivenId
            ? isWhole || open.Json.Length == 0
            : isWhole && arguments.Length > 0;
    }

    private void Write(JsonObject piece, Call call, bool isNew, string arguments)
    {
        var function = new JsonObject { ["arguments"] = arguments };
        piece["index"] = call.Index;
        piece["function"] = function;
        piece["type"] = "function";
        piece.Remove("id");
        if (!isNew)
            return;
        piece["id"] = call.GivenId is { } id && usedIds.Add(id) ? id : NewId();
        function["name"] = call.Name;
    }

    private string NewId()
    {
        var id = $"call_{Guid.NewGuid():n}"[..29];
        usedIds.Add(id);
        return id;
    }

    private static string Arguments(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(),
    };

    private static bool IsWhole(string json)
    {
        try
        {
            JsonDocument.Parse(json).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed record Call(int Index, string? GivenId, string Name)
    {
        public StringBuilder Json { get; } = new();
    }
}
