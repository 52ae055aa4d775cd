using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using DataAgent.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;

namespace DataAgent.Web.SignIn;

/// <summary>GitHub speaks OAuth without OpenID: who it is, and which addresses are theirs, its API says.</summary>
internal static class GitHub
{
    public static void AddGitHub(this AuthenticationBuilder authentication, string name, ProviderOptions provider) => authentication.AddOAuth(ProviderSchemes.Of(name), options =>
    {
        ProviderSchemes.Configure(options, name);
        options.AuthorizationEndpoint = $"{provider.Server}/login/oauth/authorize";
        options.TokenEndpoint = $"{provider.Server}/login/oauth/access_token";
        // A server of one's own has its API below its own address.
        options.UserInformationEndpoint = provider.Server == "https://github.com" ? "https://api.github.com/user" : $"{provider.Server}/api/v3/user";
        (options.ClientId, options.ClientSecret) = (provider.ClientId!, provider.ClientSecret!);
        options.UsePkce = true;
        options.Scope.Add("read:user");
        options.Scope.Add("user:email");
        options.Events.OnCreatingTicket = DescribeAsync;
    });

    private static async Task DescribeAsync(OAuthCreatingTicketContext context)
    {
        using var user = await GetAsync(context, context.Options.UserInformationEndpoint);
        using var emails = await GetAsync(context, $"{context.Options.UserInformationEndpoint}/emails");
        var identity = context.Identity!;
        identity.AddClaim(new("sub", user.RootElement.GetProperty("id").GetInt64().ToString()));
        if (user.RootElement.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String)
            identity.AddClaim(new("name", name.GetString()!));
        foreach (var email in emails.RootElement.EnumerateArray().Where(email => email.GetProperty("primary").GetBoolean()))
        {
            identity.AddClaim(new("email", email.GetProperty("email").GetString()!));
            identity.AddClaim(new(ProviderTickets.EmailVerified, email.GetProperty("verified").GetBoolean() ? "true" : "false", ClaimValueTypes.Boolean));
        }
    }

    private static async Task<JsonDocument> GetAsync(OAuthCreatingTicketContext context, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", context.AccessToken);
        request.Headers.Accept.Add(new("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("data-agent", null));
        using var response = await context.Backchannel.SendAsync(request, context.HttpContext.RequestAborted);
        response.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(context.HttpContext.RequestAborted), default, context.HttpContext.RequestAborted);
    }
}
