using DataAgent.Conversations;

namespace DataAgent.Tests.Conversations;

public sealed class ConversationTreeTests
{
    private static readonly Guid _one = Guid.NewGuid(), _two = Guid.NewGuid(), _twoAgain = Guid.NewGuid(), _three = Guid.NewGuid(), _threeAgain = Guid.NewGuid();

    // One, then Two in two versions; on the second go Three in two versions.
    private readonly ConversationTree _tree = new([(_one, null), (_two, _one), (_twoAgain, _one), (_three, _twoAgain), (_threeAgain, _twoAgain)]);

    [Fact]
    public void A_path_holds_ancestors_alone()
    {
        Assert.Equal([_one, _two], _tree.PathTo(_two));
        Assert.Equal([_one, _twoAgain, _three], _tree.PathTo(_three));
    }

    [Fact]
    public void Without_an_end_the_path_leads_to_what_was_asked_last()
    {
        Assert.Equal([_one, _twoAgain, _threeAgain], _tree.PathTo(null));
        Assert.Equal([_one, _twoAgain, _threeAgain], _tree.PathTo(Guid.NewGuid()));
        Assert.Empty(new ConversationTree([]).PathTo(null));
    }

    [Fact]
    public void Versions_are_runs_with_one_parent()
    {
        Assert.Equal([_two, _twoAgain], _tree.VersionsOf(_two));
        Assert.Equal([_one], _tree.VersionsOf(_one));
        Assert.Empty(_tree.VersionsOf(Guid.NewGuid()));
    }

    [Fact]
    public void Below_a_version_the_path_goes_on_by_what_was_asked_last()
    {
        Assert.Equal(_threeAgain, _tree.EndBelow(_one));
        Assert.Equal(_two, _tree.EndBelow(_two));
    }
}
