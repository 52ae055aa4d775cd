using DataAgent.Dictionary;
using DataAgent.Projects;
using DataAgent.Queries;

namespace DataAgent.Tests.Queries;

public sealed class PolicyBuilderTests
{
    private static readonly DataDictionary Shop = new(
        "shop", DateTimeOffset.UnixEpoch, [new("order", TableKind.View, null, null, [new("id", "integer", "int4", false), new("Total", "numeric", "numeric", true)])], [])
    {
        FunctionSignatures = [new("sum", ["text"]) { HasBuiltIn = true }, new("net_price", ["integer"])],
        OperatorSignatures = [new("=", ["text", "mood"]) { HasBuiltIn = true }],
        Types = ["mood"],
    };

    [Fact]
    public void No_allow_list_means_every_table_of_the_dictionary()
    {
        var policy = PolicyBuilder.Build(Project(), Shop);

        Assert.Null(policy.AllowedTables);
        Assert.Empty(policy.ExcludedTables);
        var relation = Assert.Single(policy.Catalog!.Relations);
        Assert.Equal("order", relation.Name);
        Assert.Equal(["id", "Total"], relation.Columns);
    }

    [Fact]
    public void Settings_and_whatever_could_shadow_a_built_in_reach_the_guard()
    {
        var project = Project();
        (project.AllowedTables, project.ExcludedTables, project.AllowedFunctions) = (["order", "item"], ["salary"], ["net_price"]);

        var policy = PolicyBuilder.Build(project, Shop);

        Assert.Equal("shop", policy.Schema);
        Assert.Equal(["item", "order"], policy.AllowedTables!.Order());
        Assert.Equal(["salary"], policy.ExcludedTables);
        Assert.Equal(["net_price"], policy.ExtraFunctions);
        Assert.Equal(["net_price", "sum"], policy.Catalog!.ShadowingFunctions.Order());
        Assert.Equal(["="], policy.Catalog.ShadowingOperators);
        Assert.Equal(["mood"], policy.Catalog.Types);
    }

    private static Project Project() => new()
    {
        Name = "Shop",
        Slug = "shop",
        DbHost = "db.test",
        DbName = "shop",
        DbSchema = "shop",
        SealedDbUser = "",
        SealedDbPassword = "",
    };
}
