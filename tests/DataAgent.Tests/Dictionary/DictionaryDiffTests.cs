using DataAgent.Dictionary;
using static DataAgent.Tests.Dictionary.DictionaryPromptTests;

namespace DataAgent.Tests.Dictionary;

public sealed class DictionaryDiffTests
{
    [Fact]
    public void Tells_what_came_went_and_changed()
    {
        var before = Of(Table("a", 1, Text("kept"), Text("gone"), Text("typed")), Table("old", 1));
        var after = Of(Table("a", 9, Text("kept"), Text("typed") with { Type = "bigint", IsNullable = false }, Text("come")) with { PrimaryKey = ["kept"] }, Table("new", 1));

        var diff = DictionaryDiff.Between(before, after);

        Assert.Equal(("new", "old"), (diff.AddedTables.Single(), diff.RemovedTables.Single()));
        var change = Assert.Single(diff.ChangedTables);
        Assert.Equal(("a", "come", "gone"), (change.Table, change.AddedColumns.Single(), change.RemovedColumns.Single()));
        Assert.Equal(new Change("typed", "text, nullable", "bigint, not null"), Assert.Single(change.ChangedColumns));
        Assert.Equal(new Change("primary key", "", "kept"), Assert.Single(change.Details));
    }

    [Fact]
    public void Rows_and_samples_are_no_change()
    {
        var diff = DictionaryDiff.Between(Of(Table("a", 1, Text("x"))), Of(Table("a", 2, Text("x") with { Samples = ["1"] })));

        Assert.True(diff.IsEmpty);
    }
}
