namespace DataAgent.Conversations;

internal static class ConversationTitle
{
    public const int MaxLength = 60;

    /// <summary>What a conversation is called until its first question names it.</summary>
    public const string Untitled = "New conversation";

    /// <summary>The question on one line, cut at a word.</summary>
    public static string From(string question)
    {
        var line = string.Join(' ', question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= MaxLength)
            return line.Length == 0 ? Untitled : line;
        var space = line.LastIndexOf(' ', MaxLength - 1);
        var end = space > MaxLength / 2 ? space : MaxLength - 1;
        if (char.IsHighSurrogate(line[end - 1]))
            end--;
        return line[..end].TrimEnd(',', ';', ':', '.', ' ') + "…";
    }
}
