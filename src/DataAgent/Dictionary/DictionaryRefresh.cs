namespace DataAgent.Dictionary;

/// <summary>A schema read anew.</summary>
/// <param name="Diff">Against the newest snapshot, whatever the settings it was read under.</param>
/// <param name="IsFirst">There was none: everything counts as added.</param>
/// <param name="IsSaved">False after a dry run.</param>
public sealed record DictionaryRefresh(DataDictionary Dictionary, DictionaryDiff Diff, bool IsFirst, bool IsSaved);
