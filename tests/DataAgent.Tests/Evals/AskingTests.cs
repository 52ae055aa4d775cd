using DataAgent.Projects;

namespace DataAgent.Tests.Evals;

public sealed class AskingTests
{
    [Theory]
    [InlineData("openai", "big", "https://models.example/v1", "sealed")]
    [InlineData("anthropic", "big", null, null)]
    public void Another_provider_is_not_sent_the_projects_address_and_key(string provider, string? model, string? address, string? key)
    {
        var project = Sample();

        var asked = project.Asking(provider, model);

        Assert.Equal((provider, model, address, key), (asked.LlmProvider, asked.LlmModel, asked.ModelBaseUrl, asked.SealedModelKey));
        Assert.Equal(("openai", "small", "sealed"), (project.LlmProvider, project.LlmModel, project.SealedModelKey));
    }

    private static Project Sample() => new()
    {
        Name = "Shop",
        Slug = "shop",
        DbHost = "localhost",
        DbName = "shop",
        DbSchema = "public",
        DbTls = "disable",
        SealedDbUser = "",
        SealedDbPassword = "",
        LlmProvider = "openai",
        LlmModel = "small",
        ModelBaseUrl = "https://models.example/v1",
        SealedModelKey = "sealed",
    };
}
