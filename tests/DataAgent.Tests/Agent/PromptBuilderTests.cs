using DataAgent.Agent.Prompts;
using DataAgent.Dictionary;
using DataAgent.Projects;

namespace DataAgent.Tests.Agent;

public sealed class PromptBuilderTests
{
    [Fact]
    public void Base_project_dictionary_and_limits_come_in_this_order()
    {
        var prompt = PromptBuilder.Build(Project(), Dictionary());

        string[] landmarks = ["You are a data analyst.", "between <data> and </data>", "Name: Shop", "Amounts are in euros.", "orders", "at most 250 rows", "may take 20 seconds"];
        var places = landmarks.Select(l => prompt.IndexOf(l, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void The_same_settings_give_the_same_text() => Assert.Equal(PromptBuilder.Build(Project(), Dictionary()), PromptBuilder.Build(Project(), Dictionary()));

    [Fact]
    public void No_credential_is_in_it()
    {
        var prompt = PromptBuilder.Build(Project(), Dictionary());

        Assert.DoesNotContain("sealed-", prompt);
        Assert.DoesNotContain("db.internal", prompt);
    }

    private static Project Project() => new()
    {
        Name = "Shop",
        Slug = "shop",
        DbHost = "db.internal",
        DbName = "shop",
        SealedDbUser = "sealed-u",
        SealedDbPassword = "sealed-p",
        SystemPrompt = "Amounts are in euros.",
        MaxRowsPerQuery = 250,
        MaxQueryTimeoutSeconds = 20,
    };

    private static DataDictionary Dictionary() =>
        new("public", DateTimeOffset.UnixEpoch, [new("orders", TableKind.Table, null, 10, [new("id", "integer", "int4", false)])], []);
}
