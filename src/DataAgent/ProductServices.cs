using DataAgent.Agent;
using DataAgent.Audit;
using DataAgent.Configuration;
using DataAgent.Conversations;
using DataAgent.Credentials;
using DataAgent.Data;
using DataAgent.Demo;
using DataAgent.Dictionary;
using DataAgent.Evals;
using DataAgent.Feedback;
using DataAgent.Limits;
using DataAgent.Mail;
using DataAgent.Operations;
using DataAgent.Projects;
using DataAgent.Queries;
using DataAgent.SavedQueries;
using DataAgent.Telemetry;
using DataAgent.Tokens;
using DataAgent.Usage;
using DataAgent.Users;
using DataAgent.Visualizations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DataAgent;

/// <summary>Every feature of the product, put together once for all hosts.</summary>
public static class ProductServices
{
    /// <exception cref="PlatformStartException">A setting is unknown or does not fit; the message says which.</exception>
    public static IServiceCollection AddProduct(this IServiceCollection services, PlatformStart platform, IConfiguration configuration) =>
        services.AddSingleton(platform).AddProduct(platform.ConnectionString, platform.KeyRing, configuration);

    /// <inheritdoc cref="AddProduct(IServiceCollection, PlatformStart, IConfiguration)"/>
    public static IServiceCollection AddProduct(
        this IServiceCollection services, string connectionString, CredentialKeyRing keys, IConfiguration configuration) => services
        .AddSingleton(TimeProvider.System)
        .AddSettings(configuration)
        .AddSingleton(keys)
        .AddSingleton<CredentialVault>()
        .AddSingleton<KeyRotation>()
        .AddPlatformDatabase(connectionString)
        .AddMail()
        .AddInvitations()
        .AddUsers()
        .AddTokens()
        .AddLimits()
        .AddProjects()
        .AddAudit()
        .AddQueries()
        .AddSavedQueries()
        .AddDictionary()
        .AddVisualizations()
        .AddConversations()
        .AddFeedback()
        .AddAgent()
        .AddUsage()
        .AddOperations()
        .AddEvals()
        .AddDemo();

    /// <summary>Read at once: a mistyped setting stops the start and not the first question.</summary>
    private static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        if (SettingsCheck.Problems(configuration) is [var problem, ..])
            throw new PlatformStartException($"{problem} docs/configuration.md lists the settings.");
        return services
            .AddSingleton(new SettingsInForce(configuration))
            .AddSingleton(AgentOptions.From(configuration))
            .AddSingleton(QueryOptions.From(configuration))
            .AddSingleton(AuditOptions.From(configuration))
            .AddSingleton(LimitsOptions.From(configuration))
            .AddSingleton(MetricsOptions.From(configuration))
            .AddSingleton(SignInOptions.From(configuration))
            .AddSingleton(MailOptions.Read(configuration));
    }
}
