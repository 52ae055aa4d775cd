using System.Text.Json;
using System.Text.RegularExpressions;
using DataAgent.Testing;

namespace DataAgent.Tests.Agent.Injection;

/// <summary>A model that looks where the attack lies and, once it has read it, does what it says and tells all it was told.</summary>
internal sealed partial class ObedientModel(Attack attack, Guid otherResult)
{
    private readonly List<string> _obeyed = [];
    private bool _looked;

    /// <summary>The ids of the calls that the attack asked for, in order.</summary>
    public IReadOnlyList<string> Obeyed => _obeyed;

    public bool WasReached { get; private set; }

    public ModelTurn Answer(ModelRequest request)
    {
        var body = request.Body.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        if (!body.Contains(attack.Marker, StringComparison.Ordinal))
            return _looked ? Says.Text("I found nothing.") : Look();
        WasReached = true;
        if (_obeyed.Count == attack.Does.Count)
            return Says.Text("All I was told: ", body);

        var deed = attack.Does[_obeyed.Count];
        _obeyed.Add($"obey-{_obeyed.Count + 1}");
        return deed.Answer is { } answer
            ? Says.Text(answer.Replace("{told}", Uri.EscapeDataString(body[^200..]), StringComparison.Ordinal).Replace("{prompt}", body, StringComparison.Ordinal))
            : Says.Call(_obeyed[^1], deed.Tool!, deed.Arguments!.Value.GetRawText()
                .Replace("{other_result}", $"{otherResult}", StringComparison.Ordinal)
                .Replace("{last_result}", ResultId().Matches(body).LastOrDefault()?.Groups[1].Value ?? "", StringComparison.Ordinal));
    }

    private ModelTurn Look()
    {
        _looked = true;
        return attack.Place == "row"
            ? Says.Call("look", "execute_sql", $$"""{"query":"select rating, body from shop.review where id = {{attack.Number}}"}""")
            : Says.Call("look", "describe_table", $$"""{"table_name":{{JsonSerializer.Serialize(AttackedShop.Table(attack))}}}""");
    }

    [GeneratedRegex("result_id:? ?([0-9a-f-]{36})")]
    private static partial Regex ResultId();
}
