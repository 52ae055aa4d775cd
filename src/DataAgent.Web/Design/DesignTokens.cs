namespace DataAgent.Web.Design;

/// <summary>What the variables of <c>css/tokens.css</c> are for; a test compares the names.</summary>
public static class DesignTokens
{
    public static readonly IReadOnlyList<(string Name, string Use)> Colours =
    [
        ("bg", "the page"), ("bg-2", "the sidebar, heads of cards, code"), ("bg-3", "what is pointed at or chosen"),
        ("line", "lines between things"), ("line-strong", "edges of what can be typed into or pressed"),
        ("text", "what is read"), ("text-2", "what is read second: labels, quiet buttons"), ("text-3", "hints, times, units"),
        ("accent", "the one thing to do, links, focus"), ("accent-soft", "the asker's words"), ("accent-ink", "text on the accent"),
        ("good", "it went well"), ("warn", "look at this"), ("warn-soft", "behind it"), ("bad", "it failed, or it destroys"), ("bad-soft", "behind it"),
        ("sql-keyword", "SQL: keywords"), ("sql-text", "SQL: texts"), ("sql-number", "SQL: numbers"), ("sql-call", "SQL: functions"),
        ("sql-comment", "SQL: comments"),
    ];

    public static readonly IReadOnlyList<(string Name, string Use)> Shapes =
    [
        ("sans", "Inter, for everything that is not code"), ("mono", "JetBrains Mono, for SQL, names of the schema, addresses"),
        ("radius", "cards, dialogs"), ("radius-s", "buttons, fields, rows of a list"), ("shadow", "what lies above the page: menus, dialogs, the composer"),
    ];
}
