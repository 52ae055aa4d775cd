using DataAgent.Projects.Members;
using DataAgent.Projects.Roles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataAgent.Projects;

public static class ProjectServices
{
    /// <summary>Needs a <see cref="Credentials.CredentialVault"/> a <see cref="ProjectConnector"/> and <see cref="Queries.QueryOptions"/> from the host.</summary>
    public static IServiceCollection AddProjects(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<ProjectAccess>()
            .AddSingleton<ProjectCatalog>()
            .AddSingleton<ProjectArchive>()
            .AddSingleton<MemberList>()
            .AddSingleton<RoleChecks>()
            .AddSingleton<RoleAcceptance>()
            .AddSingleton<ConnectionDoctor>()
            .AddSingleton<ConnectionTrial>();
    }

    /// <summary>Needs mail and users besides: a host that only asks questions invites nobody.</summary>
    public static IServiceCollection AddInvitations(this IServiceCollection services) => services.AddSingleton<Invitations>();
}
