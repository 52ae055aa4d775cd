using System.Runtime.CompilerServices;

namespace DataAgent.Dictionary;

/// <summary>Which tables does a question mean? By the words of names, comments and values; no model, no network.</summary>
public static class TableSearch
{
    private static readonly ConditionalWeakTable<DataDictionary, TableIndex> Indexes = [];

    /// <summary>Best first, at most <paramref name="most"/>; the tables they refer to follow. Empty when no word fits.</summary>
    public static IReadOnlyList<TableInfo> Find(DataDictionary dictionary, string words, int most) => Index(dictionary).Find(words, most);

    /// <summary>All tables, those first that a question without any hint would most likely mean: large, and much referred to.</summary>
    internal static IReadOnlyList<TableInfo> Rank(DataDictionary dictionary) => Index(dictionary).Rank();

    private static TableIndex Index(DataDictionary dictionary) => Indexes.GetValue(dictionary, d => new TableIndex(d));
}
