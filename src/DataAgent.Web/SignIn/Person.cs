using System.Security.Claims;
using DataAgent.Projects;
using DataAgent.Users;
using DataAgent.Web.Shell;
using Microsoft.AspNetCore.Components.Authorization;

namespace DataAgent.Web.SignIn;

/// <summary>Who sits in front of the page. A member is asked for anew before every use of a feature, for a role can be taken away meanwhile.</summary>
public sealed class Person(AuthenticationStateProvider authentication, ProjectAccess access, UserDirectory users, PageHandover handover)
{
    public async Task<Guid> GetUserIdAsync() => (await authentication.GetAuthenticationStateAsync()).User.GetUserId();

    public async Task<string> GetNameAsync() => (await authentication.GetAuthenticationStateAsync()).User.FindFirstValue(ClaimTypes.Name) ?? "";

    /// <summary>The person, when they may look after the platform; null for all others.</summary>
    public async Task<User?> FindAdministratorAsync(CancellationToken cancellationToken) =>
        await users.FindByIdAsync(await GetUserIdAsync(), cancellationToken) is { IsPlatformAdministrator: true, DisabledAt: null } user ? user : null;

    public async Task<Member?> FindMemberAsync(string slug, CancellationToken cancellationToken) =>
        await access.FindMemberAsync(await GetUserIdAsync(), slug, cancellationToken);

    public async Task<IReadOnlyList<ProjectSummary>> ListProjectsAsync(CancellationToken cancellationToken) =>
        await access.ListProjectsAsync(await GetUserIdAsync(), cancellationToken);

    /// <summary>Loads once for the prerendered page and its circuit together. Null is not handed over.</summary>
    /// <param name="isInteractive">The component's <c>RendererInfo.IsInteractive</c>.</param>
    public async Task<T?> LoadOnceAsync<T>(string key, bool isInteractive, Func<Task<T?>> load) where T : class
    {
        var userId = await GetUserIdAsync();
        if (isInteractive && handover.Take<T>(userId, key) is { } kept)
            return kept;
        var value = await load();
        if (!isInteractive && value is not null)
            handover.Keep(userId, key, value);
        return value;
    }
}

internal static class Principals
{
    public static Guid GetUserId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : Guid.Empty;
}
