using System.Security.Cryptography;
using System.Text;
using DataAgent.Agent.Prompts;
using DataAgent.Dictionary;
using DataAgent.Projects;

namespace DataAgent.Tests.Agent;

public sealed class PromptBuilderTests
{
    [Fact]
    public void Base_project_dictionary_and_limits_come_in_this_order()
    {
        var prompt = PromptBuilder.Build(Project(), Dictionary()).Text;

        string[] landmarks = ["You are a data analyst.", "between <data> and </data>", "Name: Shop", "Amounts are in euros.", "orders", "at most 250 rows", "may take 20 seconds"];
        var places = landmarks.Select(l => prompt.IndexOf(l, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void The_same_settings_give_the_same_text() => Assert.Equal(PromptBuilder.Build(Project(), Dictionary()).Text, PromptBuilder.Build(Project(), Dictionary()).Text);

    [Fact]
    public void Runs_of_one_dictionary_share_the_text_until_a_setting_changes()
    {
        var (dictionary, project) = (Dictionary(), Project());
        var first = PromptBuilder.Build(project, dictionary);

        var again = PromptBuilder.Build(project, dictionary);
        project.MaxRowsPerQuery = 777;
        var changed = PromptBuilder.Build(project, dictionary);

        Assert.Same(first, again);
        Assert.Contains("at most 777 rows", changed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_base_prompt_has_a_new_version()
    {
        // A run's log names the version: change both lines, and the version in the code, with the text.
        const string Version = "2026-11-26", Hash = "af6b4e488eba6b71";

        Assert.Equal((Version, Hash), (BasePrompt.Version, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(BasePrompt.Text.ReplaceLineEndings("\n"))))[..16]));
        Assert.DoesNotContain(BasePrompt.Version, PromptBuilder.Build(Project(), Dictionary()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_parts_are_the_text_without_gaps()
    {
        var prompt = PromptBuilder.Build(Project(), Dictionary());

        Assert.Equal(["base", "project", "dictionary", "limits"], prompt.Parts.Select(p => p.Name));
        Assert.Equal(prompt.Text, string.Concat(prompt.Parts.Select(p => p.Text)));
        Assert.StartsWith("\n# Data dictionary\n", prompt.Parts[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_credential_is_in_it()
    {
        var prompt = PromptBuilder.Build(Project(), Dictionary()).Text;

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
