using System.Text;
using DataAgent.Agent.Providers;
using Microsoft.Extensions.AI;

namespace DataAgent.Agent;

/// <summary>The updates of an answer until it is complete. Texts that follow each other become one: kept apart, each token would take some hundred bytes.</summary>
internal sealed class GatheredUpdates
{
    private readonly List<ChatResponseUpdate> _kept = [];
    private readonly StringBuilder _text = new();

    /// <summary>The first of the texts that are being gathered, which is to hold them all.</summary>
    private ChatResponseUpdate? _open;

    public void Add(ChatResponseUpdate update)
    {
        // A call comes whole, after its pieces.
        if (update is { FinishReason: null, Contents: [ToolCallDelta] })
            return;
        if (TextOf(update) is not { } text)
        {
            Close();
            _kept.Add(update);
            return;
        }

        if (_open is null || _open.MessageId != update.MessageId || _open.Contents[0].GetType() != update.Contents[0].GetType())
        {
            Close();
            _open = update;
        }

        _text.Append(text);
    }

    public ChatResponse ToResponse()
    {
        Close();
        return _kept.ToChatResponse();
    }

    /// <returns>Null: it is more than a text.</returns>
    private static string? TextOf(ChatResponseUpdate update) => update is { FinishReason: null, Contents: [{ AdditionalProperties: null } only] }
        ? only switch
        {
            TextContent { Annotations: null } text => text.Text,
            TextReasoningContent { ProtectedData: null } reasoning => reasoning.Text,
            _ => null,
        }
        : null;

    private void Close()
    {
        switch (_open?.Contents[0])
        {
            case TextContent text:
                text.Text = _text.ToString();
                break;
            case TextReasoningContent reasoning:
                reasoning.Text = _text.ToString();
                break;
            default:
                return;
        }

        _kept.Add(_open!);
        _open = null;
        _text.Clear();
    }
}
