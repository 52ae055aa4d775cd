using System.Buffers.Text;
using System.Text.Json;
using DataAgent.Queries;
using DataAgent.Users;
using Microsoft.AspNetCore.Identity;

namespace DataAgent.Web.SignIn;

/// <summary>Adding a passkey and signing in with one: each is a challenge for the browser, and its answer, which is looked at once.</summary>
internal sealed partial class PasskeyCeremonies(
    IPasskeyHandler<User> handler, PasskeyChallenges challenges, Passkeys passkeys, PasskeySignIn signIn, ILogger<PasskeyCeremonies> logger)
{
    private const string Cookie = "data-agent-passkey";

    /// <returns>Options for <c>navigator.credentials.get()</c>, which name nobody: the device knows whose passkeys it has.</returns>
    public async Task<string> BeginSignInAsync(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(null, http);
        await KeepAsync(http, null, made.AssertionState!);
        return made.RequestOptionsJson;
    }

    /// <param name="answer">What the browser's script got, as JSON.</param>
    public async Task<PasskeyEntry> FinishSignInAsync(HttpContext http, string answer)
    {
        if (await TakeAsync(http, null) is not { } state)
            return await RefuseAsync(http, answer, "no open challenge");
        var result = await handler.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = answer, AssertionState = state });
        if (result is { Succeeded: true, User: { } user, Passkey: { } passkey })
            return await signIn.EnterAsync(user.Id, passkey, http.RequestAborted);
        LogRefused(result.Failure);
        return await RefuseAsync(http, answer, "refused");
    }

    /// <returns>Options for <c>navigator.credentials.create()</c>.</returns>
    public async Task<string> BeginAddAsync(HttpContext http, User user)
    {
        var made = await handler.MakeCreationOptionsAsync(new() { Id = user.Id.ToString(), Name = user.Email, DisplayName = user.DisplayName }, http);
        await KeepAsync(http, user.Id, made.AttestationState!);
        return made.CreationOptionsJson;
    }

    /// <param name="answer">What the browser's script got, as JSON.</param>
    public async Task<PasskeyOutcome> FinishAddAsync(HttpContext http, Guid userId, string name, string answer)
    {
        if (await TakeAsync(http, userId) is not { } state)
            return new PasskeyOutcome.Refused("This took longer than five minutes, or was sent before. Nothing was added: try again.");
        var result = await handler.PerformAttestationAsync(new() { HttpContext = http, CredentialJson = answer, AttestationState = state });
        if (result is { Succeeded: true, Passkey: { } passkey, UserEntity: { } entity } && entity.Id == userId.ToString())
            return await passkeys.AddAsync(userId, name, passkey, QueryDoor.Page, http.RequestAborted);
        LogRefused(result.Failure);
        return new PasskeyOutcome.Refused("What the device answered does not fit, so no passkey was added. Try again, or use another device.");
    }

    private async Task KeepAsync(HttpContext http, Guid? userId, string state)
    {
        var token = await challenges.KeepAsync(userId, state, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Cookies.Append(Cookie, token, CookieOptions(http));
    }

    private async Task<string?> TakeAsync(HttpContext http, Guid? userId)
    {
        if (http.Request.Cookies[Cookie] is not { } token)
            return null;
        http.Response.Cookies.Delete(Cookie, CookieOptions(http));
        return await challenges.TakeAsync(userId, token, http.RequestAborted);
    }

    private static CookieOptions CookieOptions(HttpContext http) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = PasskeyChallenges.Lifetime,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
    };

    private async Task<PasskeyEntry> RefuseAsync(HttpContext http, string answer, string why)
    {
        await signIn.RefuseAsync(CredentialIdOf(answer), why, http.RequestAborted);
        return new PasskeyEntry.Void();
    }

    /// <summary>Which passkey the answer says it is of, for the audit log alone.</summary>
    private static byte[]? CredentialIdOf(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("id", out var id) && id.GetString() is { } text
                ? Base64Url.DecodeFromChars(text)
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <remarks>Anybody can send an answer, so it is told in one line, and what it quotes is kept from the lines below.</remarks>
    private void LogRefused(Exception? failure)
    {
        var reason = new string([.. (failure?.Message ?? "It is somebody else's.").Where(c => !char.IsControl(c)).Take(300)]);
        LogRefused(reason);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer of a passkey was refused. {Reason}")]
    private partial void LogRefused(string reason);
}
