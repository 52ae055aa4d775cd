using System.Runtime.CompilerServices;

namespace DataAgent.Dictionary;

/// <summary>Which tables does a question mean? By the words of names, comments and values; no model, no network.</summary>
public static class TableSearch
{
    private static readonly ConditionalWeakTable<DataDictionary, TableRanking> Rankings = [];
    private static readonly ConditionalWeakTable<DataDictionary, TableIndex> Indexes = [];

    /// <summary>Best first, at most <paramref name="most"/>; the tables they refer to follow. Empty when no word fits.</summary>
    public static IReadOnlyList<TableInfo> Find(DataDictionary dictionary, string words, int most) => Indexes.GetValue(dictionary, d => new TableIndex(d, Ranking(d))).Find(words, most);

    /// <summary>All tables, those first that a question without any hint would most likely mean: large, and much referred to.</summary>
    internal static IReadOnlyList<TableInfo> Rank(DataDictionary dictionary) => Ranking(dictionary).Rank();

    // Apart from the index, which the prompt does not need and which takes longer.
    private static TableRanking Ranking(DataDictionary dictionary) => Rankings.GetValue(dictionary, d => new TableRanking(d));
}
