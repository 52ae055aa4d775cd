using DataAgent.Agent.Offline.Words;
using DataAgent.Dictionary;
using DataAgent.Dictionary.Notes;

namespace DataAgent.Agent.Offline.Schema;

/// <summary>Works out keys, links and naming columns, also where the schema declares none.</summary>
internal static class SchemaShape
{
    /// <summary>What a row may be called by, the likeliest first.</summary>
    private static readonly string[] NameWords =
        ["name", "title", "label", "subject", "headline", "description", "code", "number", "email", "username"];

    /// <summary>From this rank on a text column names nothing.</summary>
    private const int NoName = 100;

    public static void FindKey(SchemaTable table)
    {
        var declared = table.Info.PrimaryKey.Count > 0
            ? table.Info.PrimaryKey
            : table.Info.UniqueKeys.FirstOrDefault(u => u.Count == 1) ?? [];
        table.Key = [.. declared.Select(table.Column).OfType<SchemaColumn>()];
        var isGuess = table.Key.Count == 0
            && table.Columns is [{ Role: ColumnRole.Number } first, ..] && (first.Words is ["id"] || IsIdOf(first, table));
        if (isGuess) table.Key = [table.Columns[0]];
        foreach (var column in table.Key.Where(c => c.Role is ColumnRole.Number or ColumnRole.Other)) column.Role = ColumnRole.Key;
    }

    public static void Link(SchemaTable table, IReadOnlyList<SchemaTable> all)
    {
        foreach (var fk in table.Info.ForeignKeys)
            if (all.FirstOrDefault(t => t.Name == fk.Table) is { } to)
                Add(table, to, [.. Pairs(table, fk.Columns, to, fk.References)], isGuess: false);
        foreach (var column in table.Columns.Where(c => LooksLikeReference(c, table)))
            if (Guess(column, all) is { } target)
                Add(table, target, [(column, target.Key[0])], isGuess: true);
    }

    /// <summary>
    /// A hint leads to the end that tells rows apart; where neither does, a join would multiply rows, and none is made of it.
    /// </summary>
    public static void Link(JoinHint hint, IReadOnlyList<SchemaTable> all)
    {
        var from = all.FirstOrDefault(t => t.Name == hint.FromTable)?.Column(hint.FromColumn);
        var to = all.FirstOrDefault(t => t.Name == hint.ToTable)?.Column(hint.ToColumn);
        if (from is null || to is null || from.Table == to.Table) return;
        if (IsUnique(to)) Add(from.Table, to.Table, [(from, to)], isGuess: false);
        else if (IsUnique(from)) Add(to.Table, from.Table, [(to, from)], isGuess: false);
    }

    /// <summary>Rows that others refer to are things of their own, however little they hold.</summary>
    public static void FindBridge(SchemaTable table)
    {
        var references = table.Links.Where(l => l.Forward).SelectMany(l => l.Columns.Select(p => p.From)).ToHashSet();
        table.IsBridge = table.Links.Count == 2 && table.Links.All(l => l.Forward) && references.Count >= 2
            && table.Columns.All(c => references.Contains(c) || c.Role is ColumnRole.Key or ColumnRole.Date);
    }

    public static void Name(SchemaTable table)
    {
        var text = table.Columns.Where(c => c.Role == ColumnRole.Text && !c.IsSecret).ToList();
        var first = text.FirstOrDefault(c => c.Words is ["first", "name"] or ["firstname"] or ["given", "name"] or ["forename"]);
        var last = text.FirstOrDefault(c => c.Words is ["last", "name"] or ["lastname"] or ["surname"] or ["family", "name"]);
        if (first is not null && last is not null) table.NameColumns = [first, last];
        else if (text.OrderBy(c => NameRank(c, table)).FirstOrDefault() is { } best && NameRank(best, table) < NoName)
            table.NameColumns = [best];
        var dates = table.Columns.Where(c => c.Role == ColumnRole.Date && !c.IsBookkeeping && !c.Words.Contains("birth")).ToList();
        table.MainDate = dates.MaxBy(c => DateRank(c, table));
    }

    /// <summary>The lower, the likelier: <c>title</c> before <c>album_title</c> before <c>email</c>.</summary>
    private static int NameRank(SchemaColumn c, SchemaTable table)
    {
        var own = c.Words.Where(w => !table.Words.Contains(w)).ToList();
        if (own.Count == 0) return c.Words.SequenceEqual(table.Words) ? 1 : 50;
        var rank = own.Count == 1 ? Array.IndexOf(NameWords, own[0]) : -1;
        if (rank >= 0) return rank * 3 + (c.Words.Count > 1 ? 1 : 0);
        return c.Words[^1] is "name" or "title" ? (own[0] is "full" or "display" ? 0 : 20) : NoName;
    }

    /// <summary>The higher, the likelier: <c>rental_date</c> of a rental, then a bare date, then when a row began or was made.</summary>
    private static int DateRank(SchemaColumn c, SchemaTable table)
    {
        if (table.Words.Any(w => c.Words.Any(x => x == w || Stems.Root(x) == Stems.Root(w) || Synonyms.Are(x, w)))) return 10;
        return c.Words switch
        {
            ["date"] or ["time"] or ["timestamp"] or ["day"] or ["at"] or ["happened", ..] or ["occurred", ..] => 9,
            ["placed", ..] or ["ordered", ..] or ["start", ..] or ["started", ..] or ["sold", ..] => 8,
            ["created", ..] or ["create", ..] or ["registered", ..] or ["joined", ..] or ["signup", ..] => 7,
            _ => c.Info.IsNullable ? 2 : 5,
        };
    }

    private static bool IsUnique(SchemaColumn column) =>
        column.Table.Key is [var only] && only == column || column.Table.Info.UniqueKeys.Any(k => k.Count == 1 && k[0] == column.Name);

    private static bool IsIdOf(SchemaColumn column, SchemaTable table) =>
        column.Words is [.., "id"] && column.Words.SkipLast(1).SequenceEqual(table.Words);

    /// <summary>customer_id means the key of customer, when that key is called the same or just id.</summary>
    private static SchemaTable? Guess(SchemaColumn column, IReadOnlyList<SchemaTable> all)
    {
        bool Fits(SchemaTable table) =>
            table != column.Table && !table.IsView
            && table.Key is [{ } key] && key.Info.BaseType == column.Info.BaseType
            && table.Info.ForeignKeys.All(f => !f.Columns.Contains(key.Name))
            && column.Words.SkipLast(1).TakeLast(table.Words.Count).SequenceEqual(table.Words);

        return all.Where(Fits).MaxBy(t => t.Words.Count);
    }

    private static bool LooksLikeReference(SchemaColumn column, SchemaTable table)
    {
        if (table.IsView || column.Words is not [.., _, "id"]) return false;
        var isOwnKey = table.Key is [var only] && only == column && IsIdOf(column, table);
        return !isOwnKey && !table.Links.Any(l => l.Forward && l.Columns.Any(p => p.From == column));
    }

    /// <summary>Columns of a foreign key that the reader's role may see on both sides.</summary>
    private static IEnumerable<(SchemaColumn From, SchemaColumn To)> Pairs(
        SchemaTable from, IEnumerable<string> columns, SchemaTable to, IEnumerable<string> references)
    {
        foreach (var (name, reference) in columns.Zip(references))
            if (from.Column(name) is { } column && to.Column(reference) is { } target) yield return (column, target);
    }

    private static void Add(SchemaTable from, SchemaTable to, IReadOnlyList<(SchemaColumn From, SchemaColumn To)> columns, bool isGuess)
    {
        if (columns.Count == 0 || from.Links.Any(l => l.Forward && l.To == to && l.Columns.SequenceEqual(columns))) return;
        from.Links.Add(new(from, to, columns, true, isGuess));
        to.Links.Add(new(to, from, [.. columns.Select(c => (c.To, c.From))], false, isGuess));
        foreach (var (column, _) in columns)
            if (column.Role is ColumnRole.Number or ColumnRole.Key or ColumnRole.Other) column.Role = ColumnRole.Reference;
    }
}
