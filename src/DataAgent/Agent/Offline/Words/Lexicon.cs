using DataAgent.Agent.Offline.Marks;

namespace DataAgent.Agent.Offline.Words;

/// <summary>What words of plain English questions do, whatever the schema: "more than" compares, "per" groups.</summary>
internal static class Lexicon
{
    public static readonly HashSet<string> WriteVerbs =
    [
        "delete", "drop", "update", "insert", "truncate", "alter", "remove", "create", "change", "grant", "revoke", "erase",
        "wipe", "rename", "modify", "destroy", "add", "set", "edit",
    ];

    /// <summary>Roots of verbs that join two things without adding a condition of their own: "films that star …".</summary>
    private static readonly HashSet<string> JoiningVerbs =
    [
        "appear", "act", "star", "play", "featur", "perform", "hold", "own", "work", "serv", "handl", "plac", "submit", "receiv",
        "offer", "provid", "carry", "keep", "visit", "attend", "enter", "exceed", "generat", "bring", "brought", "process", "fil",
        "support", "look", "assign", "involv", "relat", "associat", "link", "connect", "tag", "label", "typ", "mad", "cover",
        "sit", "list", "show", "occur", "happen", "set", "employ", "rank", "deal", "stor", "rat",
    ];

    /// <summary>Roots of words for money taken.</summary>
    private static readonly HashSet<string> Revenue =
    [
        "revenu", "turnover", "incom", "earn", "taking", "proceed", "spend", "spender", "money", "sale", "gross", "sal", "worth",
        "pay",
    ];

    private static readonly Dictionary<string, PhraseEntry> Phrases = ByPhrase();

    public static (MarkKind Kind, string Argument)? Find(string phrase) =>
        Phrases.TryGetValue(phrase, out var found) ? (found.Kind, found.Argument) : null;

    /// <summary>Words for money taken or pieces sold, which schemas rarely have as a name.</summary>
    public static string? Concept(string word) => Stems.Root(word) switch
    {
        var root when Revenue.Contains(root) => "revenue",
        "sell" or "seller" or "unit" or "copy" or "copi" => "sold",
        _ => null,
    };

    /// <summary>Other names of a thing that two words name, the likeliest first.</summary>
    public static string[] Alias(string phrase) => phrase switch
    {
        "sales rep" or "sales representative" or "sales person" or "sales agent" or "support rep" or "support agent" or "account manager" =>
            ["sales rep", "rep", "representative", "salesperson", "seller", "agent", "employee", "staff"],
        "staff member" or "team member" => ["staff", "employee"],
        "order item" or "line item" or "order line" => ["line item", "order item", "order line", "order detail", "invoice line"],
        _ => [],
    };

    public static bool IsVerb(string word) => JoiningVerbs.Contains(Stems.Root(word));

    /// <summary>Verbs whose noun is an event people keep in a table.</summary>
    public static string? NounOf(string word) => Stems.Root(word) switch
    {
        "buy" or "purchas" or "purchase" => "order",
        "pay" => "payment",
        _ => null,
    };

    private static Dictionary<string, PhraseEntry> ByPhrase()
    {
        var all = new Dictionary<string, PhraseEntry>();
        foreach (var entry in PhraseBook.Entries)
            foreach (var phrase in entry.Phrases.Split(", "))
                all[phrase] = entry;
        return all;
    }
}
