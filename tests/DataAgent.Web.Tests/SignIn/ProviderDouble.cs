using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DataAgent.Web.Tests.SignIn;

/// <summary>Who the provider says is there; <paramref name="IsVerified"/> null: it says nothing about the address.</summary>
public sealed record DoublePerson(string Subject, string Email, bool? IsVerified = true, string Name = "Ada at the provider");

/// <summary>A provider on this machine that speaks the real protocols over HTTP and checks what it is sent: OpenID Connect, and GitHub's OAuth.</summary>
public sealed class ProviderDouble : IAsyncDisposable
{
    public const string ClientId = "data-agent", ClientSecret = "provider-secret";

    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _otherKey = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Grant> _grants = new();
    private readonly WebApplication _app;

    private ProviderDouble(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public DoublePerson Person { get; set; } = new("1", "nobody@example.test");

    /// <summary>What is wrong with the next tokens.</summary>
    public string? Wrong { get; set; }

    public static async Task<ProviderDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new ProviderDouble(builder.Build());
        provider.Map();
        await provider._app.StartAsync();
        provider.Url = provider._app.Urls.Single();
        return provider;
    }

    /// <summary>Settings of a host that signs people in with this provider under the names corp and gh.</summary>
    public string[] Settings => [.. Of("corp", "oidc"), .. Of("gh", "github")];

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        _otherKey.Dispose();
    }

    private string[] Of(string name, string kind) =>
    [
        $"--SignIn:Providers:{name}:Kind={kind}", $"--SignIn:Providers:{name}:Authority={Url}", $"--SignIn:Providers:{name}:ClientId={ClientId}",
        $"--SignIn:Providers:{name}:ClientSecret={ClientSecret}", $"--SignIn:Providers:{name}:DisplayName=The {name}",
    ];

    private void Map()
    {
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Url,
            authorization_endpoint = $"{Url}/authorize",
            token_endpoint = $"{Url}/token",
            userinfo_endpoint = $"{Url}/userinfo",
            jwks_uri = $"{Url}/keys",
            response_types_supported = new[] { "code" },
            subject_types_supported = new[] { "public" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", async (HttpRequest request) => Token(await request.ReadFormAsync(), withIdToken: true));
        _app.MapGet("/userinfo", (HttpRequest request) => Find(request) is { } who ? Results.Json(Describe(who)) : Results.Unauthorized());

        _app.MapGet("/login/oauth/authorize", Authorize);
        _app.MapPost("/login/oauth/access_token", async (HttpRequest request) => Token(await request.ReadFormAsync(), withIdToken: false));
        _app.MapGet("/api/v3/user", (HttpRequest request) => Find(request) is { } who && request.Headers.UserAgent.Count > 0
            ? Results.Json(new { id = long.Parse(who.Subject), login = "ada", name = who.Name, email = "public@elsewhere.test" })
            : Results.Unauthorized());
        _app.MapGet("/api/v3/user/emails", (HttpRequest request) => Find(request) is { } who
            ? Results.Json(new[]
            {
                new { email = "second@elsewhere.test", primary = false, verified = true },
                new { email = who.Email, primary = true, verified = who.IsVerified == true },
            })
            : Results.Unauthorized());
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256" || query["code_challenge"].Count != 1)
            return Results.BadRequest("This provider wants a code flow with PKCE.");
        var code = Guid.NewGuid().ToString("n");
        _grants[code] = new Grant(Person, query["nonce"].ToString(), query["code_challenge"].ToString(), query["redirect_uri"].ToString());
        var state = Wrong == "state" ? "made-up" : query["state"].ToString();
        return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(state)}");
    }

    private IResult Token(IFormCollection form, bool withIdToken)
    {
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret || !_grants.TryRemove(form["code"].ToString(), out var grant)
            || form["redirect_uri"] != grant.RedirectUri
            || Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != grant.Challenge)
            return Results.BadRequest(new { error = "invalid_grant" });
        var access = Guid.NewGuid().ToString("n");
        _grants[access] = grant;
        return Results.Json(withIdToken
            ? new Dictionary<string, object> { ["access_token"] = access, ["token_type"] = "Bearer", ["id_token"] = IdToken(grant), ["expires_in"] = 60 }
            : new Dictionary<string, object> { ["access_token"] = access, ["token_type"] = "bearer", ["scope"] = "read:user,user:email" });
    }

    private string IdToken(Grant grant)
    {
        var claims = Describe(grant.Person);
        claims["nonce"] = Wrong == "nonce" ? "another" : grant.Nonce;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Wrong == "issuer" ? "https://elsewhere.test" : Url,
            Audience = Wrong == "audience" ? "another-client" : ClientId,
            Claims = claims,
            IssuedAt = DateTime.UtcNow,
            NotBefore = DateTime.UtcNow.AddHours(-1),
            Expires = Wrong == "expired" ? DateTime.UtcNow.AddMinutes(-30) : DateTime.UtcNow.AddMinutes(5),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(Wrong == "key" ? _otherKey : _key) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256),
        });
    }

    private Dictionary<string, object> Describe(DoublePerson who)
    {
        Dictionary<string, object> claims = new() { ["sub"] = who.Subject, ["email"] = who.Email, ["name"] = who.Name };
        if (who.IsVerified is { } isVerified)
            claims["email_verified"] = isVerified;
        return claims;
    }

    private DoublePerson? Find(HttpRequest request) =>
        request.Headers.Authorization.ToString().Split(' ') is [_, var access] && _grants.TryGetValue(access, out var grant) ? grant.Person : null;

    private object PublicKey()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = "k1", n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
    }

    private sealed record Grant(DoublePerson Person, string Nonce, string Challenge, string RedirectUri);
}
