namespace DataAgent.Web.Conversations;

/// <summary>Tells the sidebar of one open page that a conversation began, ended or got another name.</summary>
public sealed class ConversationNews
{
    public event Action? Changed;

    public void Tell() => Changed?.Invoke();
}
