using DataAgent.Agent.Offline.Words;
using DataAgent.Dictionary;

namespace DataAgent.Agent.Offline.Schema;

/// <summary>A table or view with its columns, keys and the columns that name a row to people.</summary>
internal sealed class SchemaTable
{
    public SchemaTable(TableInfo info, IReadOnlySet<string> noise)
    {
        Info = info;
        var words = SchemaWords.Split(info.Name);
        Words = [.. words.Where(w => !noise.Contains(w))];
        if (Words.Count == 0) Words = words;
        Columns = [.. info.Columns.Select(c => new SchemaColumn(this, c))];
        Aliases = SchemaWords.Aliases(info.Note);
    }

    public TableInfo Info { get; }
    public string Name => Info.Name;
    public IReadOnlyList<string> Words { get; }
    public IReadOnlyList<SchemaColumn> Columns { get; }

    /// <inheritdoc cref="SchemaColumn.Aliases"/>
    public IReadOnlyList<IReadOnlyList<string>> Aliases { get; }

    public bool IsDoNotUse => Info.Note?.IsDoNotUse == true;
    public List<Link> Links { get; } = [];
    public bool IsView => Info.Kind is TableKind.View or TableKind.MaterializedView;

    /// <summary>Singular, for people: "invoice line".</summary>
    public string Label => string.Join(' ', Words);

    public string Plural => string.Join(' ', [.. Words.SkipLast(1), Stems.Plural(Words[^1])]);

    /// <summary>Only joins two others: every key column refers elsewhere and little else is kept.</summary>
    public bool IsBridge { get; set; }

    public IReadOnlyList<SchemaColumn> Key { get; set; } = [];

    /// <summary>What a row is called: first and last name, or a name or title; empty when only its key tells rows apart.</summary>
    public IReadOnlyList<SchemaColumn> NameColumns { get; set; } = [];

    /// <summary>When a row happened; <c>null</c> when the table keeps no time of its own.</summary>
    public SchemaColumn? MainDate { get; set; }

    public SchemaColumn? Column(string name) => Columns.FirstOrDefault(c => c.Name == name);
}

/// <summary>One foreign key seen from one of its ends.</summary>
/// <param name="Forward">From the row that refers to the row referred to: never more than one row.</param>
/// <param name="IsGuess">No foreign key is declared; the names say so.</param>
internal sealed record Link(
    SchemaTable From, SchemaTable To, IReadOnlyList<(SchemaColumn From, SchemaColumn To)> Columns, bool Forward, bool IsGuess)
{
    public SchemaColumn Reference => Forward ? Columns[0].From : Columns[0].To;
}
